/**
 * A dense layer as a 1x1 convolution over one row of N pixels: the same family, so differentiable to any order, and in a
 * fixed order of summation (tfjs's matMul adds atomically at batch 1 and long inner axes). It refuses a bias.
 */
import * as tf from '../gpu/tf.ts';
import { conv2d } from './conv2d.ts';

/** gain * x W. x [N,I], weight [I,O] -> [N,O]. Caller disposes. Any order. */
export function fullyConnected(x: tf.Tensor2D, weight: tf.Tensor2D, gain: number): tf.Tensor2D {
  const [count, from] = x.shape;
  const [taken, to] = weight.shape;
  if (from !== taken)
    throw new Error(`fullyConnected got [${x.shape}] but its weight [${weight.shape}] takes ${taken}.`);
  return tf.tidy(() => {
    const pixels = tf.reshape(x, [1, 1, count, from]) as tf.Tensor4D;
    const filter = tf.reshape(weight, [1, 1, from, to]) as tf.Tensor4D;
    return tf.reshape(conv2d(pixels, filter, gain), [count, to]) as tf.Tensor2D;
  });
}
