/**
 * AdaIN in stock tfjs ops, differentiated by tfjs's own tape: an oracle that shares nothing with the fused gradient.
 */
import * as tf from '../../gpu/tf.ts';

/** x [N,H,W,C], scale and shift [N,C], epsilon added to the biased variance -> [N,H,W,C]. */
export function adaInReference(x: tf.Tensor4D, scale: tf.Tensor2D, shift: tf.Tensor2D, epsilon: number): tf.Tensor4D {
  const [count, , , channels] = x.shape;
  const plane = [count, 1, 1, channels];
  const centred = tf.sub(x, tf.mean(x, [1, 2], true));
  const variance = tf.mean(tf.square(centred), [1, 2], true); // [N,1,1,C]
  const normalised = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
  const styled = tf.mul(normalised, tf.add(tf.reshape(scale, plane), 1));
  return tf.add(styled, tf.reshape(shift, plane)) as tf.Tensor4D;
}
