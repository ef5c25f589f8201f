/**
 * The convolution family in stock tfjs ops: the oracle for the WGSL kernels, and what runs on the CPU backend. It refuses
 * to define gradients: the family in ../conv2d.ts does.
 */
import * as tf from '../../gpu/tf.ts';

/** x [N,H,W,I], filter [k,k,I,O] -> [N,H,W,O]. */
export function conv2dReference(x: tf.Tensor, filter: tf.Tensor, gain: number): tf.Tensor {
  return tf.mul(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'), gain);
}

/** dy [N,H,W,O], filter [k,k,I,O] -> [N,H,W,I]: a convolution with the flipped filter, its channels exchanged. */
export function conv2dInputReference(dy: tf.Tensor, filter: tf.Tensor, gain: number): tf.Tensor {
  // The flat view saves a reversal over two axes, which tfjs does one at a time.
  const [kernel, , from, to] = filter.shape as [number, number, number, number];
  const flipped = tf.reverse(tf.reshape(filter, [kernel * kernel, from, to]), 0); // [k*k,I,O]
  const exchanged = tf.reshape(tf.transpose(flipped, [0, 2, 1]), [kernel, kernel, to, from]);
  return conv2dReference(dy, exchanged, gain);
}

/** x [N,H,W,I], dy [N,H,W,O] -> [k,k,I,O]. */
export function conv2dFilterReference(x: tf.Tensor, dy: tf.Tensor, kernel: number, gain: number): tf.Tensor {
  const filterShape = [kernel, kernel, x.shape[3] as number, dy.shape[3] as number];
  const gradient = tf
    .engine()
    .runKernel<tf.Tensor>(
      'Conv2DBackpropFilter',
      { x, dy },
      { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape },
    );
  return tf.mul(gradient, gain);
}
