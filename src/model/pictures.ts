/**
 * What a generator paints and a critic judges: one picture, or the same picture at several scales. And the small
 * resampling that all architectures share. It refuses to hold weights.
 */
import * as tf from '../gpu/tf.ts';
import { downsample2d } from '../ops/resample.ts';

/** [N,r,r,channels] at each scale, smallest first; the last is the picture itself. One entry unless the network is msg. */
export type Pictures = readonly tf.Tensor4D[];

/** StyleGAN's blur around doublings and halvings. Nearest doubling followed by [1,2,1] is the same FIR. */
export const SMOOTH_TAPS = [1, 3, 3, 1] as const;
/** Nearest doubling, 2x2 mean. */
export const BOX_TAPS = [1, 1] as const;

/** The picture of the highest resolution. */
export function finest(pictures: Pictures): tf.Tensor4D {
  const picture = pictures.at(-1);
  if (!picture) throw new Error('There is no picture: a network paints at least one scale.');
  return picture;
}

/**
 * `picture` [N,R,R,C] at each side of `scales` (ascending, ending with R) by 2x2 means: reals as msg's critic sees them.
 * The last entry is `picture` itself. Call inside a tidy, or dispose all but the last.
 */
export function pyramidOf(picture: tf.Tensor4D, scales: readonly number[]): Pictures {
  const pictures: tf.Tensor4D[] = [picture];
  for (let side = picture.shape[1] / 2; side >= (scales[0] ?? picture.shape[1]); side /= 2)
    pictures.unshift(downsample2d(pictures[0] as tf.Tensor4D, BOX_TAPS));
  return pictures;
}

/** from + (to - from) * amount. */
export function lerp(from: tf.Tensor4D, to: tf.Tensor4D, amount: tf.Scalar): tf.Tensor4D {
  return tf.add(from, tf.mul(tf.sub(to, from), amount));
}
