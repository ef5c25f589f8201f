/**
 * Pixel normalisation of latents, composed of tfjs ops whose gradients are right at second order. It refuses pictures:
 * the mapping network and its tests are its only users.
 * @see Karras 2018, section 4.2
 */
import * as tf from '../gpu/tf.ts';
import './defineOp.ts';

/** The paper's, so that a zero vector stays finite. */
const EPSILON = 1e-8;

/** z [N,C] -> z / sqrt(mean of z^2 over C + 1e-8). Caller disposes. Second order. */
export function pixelNorm(z: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const meanSquare = tf.mean(tf.square(z), 1, true); // [N,1]
    return tf.mul(z, tf.rsqrt(tf.add(meanSquare, EPSILON))) as tf.Tensor2D;
  });
}
