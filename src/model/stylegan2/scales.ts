/** Which pictures a network of the StyleGAN2 family paints: one, or for msg one at each of its last resolutions. Pure. */
import { blockResolutions, type NetworkShape } from '../networkShape.ts';

/** Sides of the pictures, smallest first. @see Karnewar and Wang 2020, "MSG-GAN", section 2 */
export function pictureScales(shape: NetworkShape, resolution: number): readonly number[] {
  if (shape.arch !== 'msg') return [resolution];
  return blockResolutions(resolution).filter((side) => side >= Math.min(shape.startResolution, resolution));
}
