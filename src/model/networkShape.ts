/** The sizes that make a network: resolutions, feature maps, latents. Pure; it refuses what no network can have. */

/** stylegan grows; stylegan2 and msg do not. The same names as TrainConfig's. */
export type NetworkArch = 'stylegan' | 'stylegan2' | 'msg';

export interface NetworkShape {
  readonly arch: NetworkArch;
  readonly resolution: number;
  /** Where stylegan begins to grow, or the smallest scale of msg. */
  readonly startResolution: number;
  /** Picture channels. */
  readonly channels: number;
  readonly zDim: number;
  readonly wDim: number;
  readonly mappingLayers: number;
  readonly mappingLr: number;
  readonly channelBase: number;
  readonly channelMax: number;
  readonly mbstdGroup: number;
  /** Classes that both networks are told; 0 when they are told none. */
  readonly classes: number;
}

/** Side of the learned constant every picture grows from. */
export const CONSTANT_SIDE = 4;

/** Slope of the leaky ReLU below zero. @see Karras 2018, appendix A */
export const LRELU_SLOPE = 0.2;
/** Keeps the variance of a leaky ReLU's output near that of its input. */
export const LRELU_GAIN = Math.SQRT2;

/** Feature maps at `resolution`: channelBase / resolution, between 1 and channelMax. */
export function featureMaps(shape: NetworkShape, resolution: number): number {
  return Math.max(1, Math.min(Math.floor(shape.channelBase / resolution), shape.channelMax));
}

/** Resolutions of the blocks, 4 up to `top`. */
export function blockResolutions(top: number): number[] {
  const resolutions: number[] = [];
  for (let r = CONSTANT_SIDE; r <= top; r *= 2) resolutions.push(r);
  return resolutions;
}

/** Style inputs of G at `resolution`: two a block. */
export function layerCount(resolution: number): number {
  return 2 * blockResolutions(resolution).length;
}
