/** The leaky ReLU and its gate in stock tfjs ops. It refuses to define gradients: the ops that use it do. */
import * as tf from '../../gpu/tf.ts';
import type { Activation } from '../kernels/biasAct.ts';

/** gain * leakyRelu(x, slope). */
export function activateReference(x: tf.Tensor, { slope, gain }: Activation): tf.Tensor {
  // tf.leakyRelu takes no slope of 1, and uploads its slope on some backends: max(x,0) + slope*min(x,0) says the same.
  return tf.mul(tf.add(tf.relu(x), tf.mul(tf.minimum(x, 0), slope)), gain);
}

/** gain * dy where y > 0, gain * slope * dy elsewhere; dy itself without y. */
export function gateReference(dy: tf.Tensor, y: tf.Tensor | undefined, { slope, gain }: Activation): tf.Tensor {
  if (!y) return dy;
  return tf.mul(dy, tf.add(tf.mul(tf.step(y), gain - gain * slope), gain * slope));
}
