/**
 * The dense family in stock tfjs ops: the oracle for the WGSL kernels, and what runs on the CPU backend. It refuses to
 * define gradients: the family in ../fullyConnected.ts does.
 */
import * as tf from '../../gpu/tf.ts';

/** x [N,I] or [N,H,W,C] with I = HWC, weight [I,O] -> [N,O]. */
export function fullyConnectedReference(x: tf.Tensor, weight: tf.Tensor, gain: number): tf.Tensor {
  return tf.mul(tf.matMul(rowsOf(x), weight as tf.Tensor2D), gain);
}

/** dy [N,O], weight [I,O] -> shape, which is x's. */
export function fullyConnectedInputReference(
  dy: tf.Tensor,
  weight: tf.Tensor,
  gain: number,
  shape: number[],
): tf.Tensor {
  const rows = tf.mul(tf.matMul(dy as tf.Tensor2D, weight as tf.Tensor2D, false, true), gain);
  const [count, height, width, channels] = shape as [number, number, number, number];
  return shape.length === 2
    ? rows
    : tf.transpose(tf.reshape(rows, [count, channels, height, width]), CHANNELS_FIRST_BACK);
}

/** x as above, dy [N,O] -> [I,O]. */
export function fullyConnectedWeightReference(x: tf.Tensor, dy: tf.Tensor, gain: number): tf.Tensor {
  return tf.mul(tf.matMul(rowsOf(x), dy as tf.Tensor2D, true, false), gain);
}

const CHANNELS_FIRST = [0, 3, 1, 2];
const CHANNELS_FIRST_BACK = [0, 2, 3, 1];

function rowsOf(x: tf.Tensor): tf.Tensor2D {
  if (x.rank === 2) return x as tf.Tensor2D;
  return tf.reshape(tf.transpose(x, CHANNELS_FIRST), [x.shape[0] as number, -1]);
}
