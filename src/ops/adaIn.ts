/**
 * Adaptive instance normalisation: each sample's channels are brought to mean 0 and variance 1 over the picture, then
 * scaled and shifted by the style. First order only when fused. It refuses to compute the style.
 * @see Karras 2019, eq. 1
 */
import * as tf from '../gpu/tf.ts';
import './defineOp.ts';
import { adaInReference } from './references/adaIn.ts';

/** Added to the variance, as NVIDIA's StyleGAN does. */
const EPSILON = 1e-8;

/** normalised(x) * (scale + 1) + shift. x [N,H,W,C], scale and shift [N,C] -> [N,H,W,C]. Caller disposes. */
export function adaIn(x: tf.Tensor4D, scale: tf.Tensor2D, shift: tf.Tensor2D): tf.Tensor4D {
  const style = [x.shape[0], x.shape[3]].join();
  if (scale.shape.join() !== style || shift.shape.join() !== style)
    throw new Error(
      `adaIn got x [${x.shape}] with scale [${scale.shape}] and shift [${shift.shape}]: both must be [${style}].`,
    );
  return tf.tidy(() => adaInReference(x, scale, shift, EPSILON));
}
