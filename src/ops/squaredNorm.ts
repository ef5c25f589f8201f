/** The squared length of many tensors as one vector, for clipping gradients. It refuses to be differentiated. */
import * as tf from '../gpu/tf.ts';
import { squaredNormFused } from './kernels/squaredNorm.ts';
import { runsFused } from './mode.ts';

/** The sum of squares over all elements of all tensors, in a fixed order -> []. Caller disposes. No gradient. */
export function squaredNorm(tensors: readonly tf.Tensor[]): tf.Scalar {
  if (!tensors.length) throw new Error('squaredNorm got no tensor to take the length of.');
  if (runsFused()) return tf.engine().makeTensorFromTensorInfo(squaredNormFused(tensors)) as tf.Scalar;
  return tf.tidy(() => tf.addN(tensors.map((tensor) => tf.sum(tf.square(tensor)))) as tf.Scalar);
}
