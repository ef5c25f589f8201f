/**
 * The convolutions of stride 2 in stock tfjs ops: the oracle for the WGSL kernels, and what runs on the CPU backend. It
 * refuses to define gradients: the family in ../stridedConv.ts does.
 */
import * as tf from '../../gpu/tf.ts';

const STRIDE = 2;

/** x [N,2h+1,2w+1,I], filter [3,3,I,O] -> [N,h,w,O]. */
export function convDownReference(x: tf.Tensor, filter: tf.Tensor, gain: number): tf.Tensor {
  return tf.mul(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, STRIDE, 'valid'), gain);
}

/** x [N,h,w,I], filter [3,3,I,O] -> [N,2h+1,2w+1,O]. */
export function convUpReference(x: tf.Tensor, filter: tf.Tensor, gain: number): tf.Tensor {
  const [count, height, width] = x.shape as [number, number, number];
  const shape: [number, number, number, number] = [
    count,
    STRIDE * height + 1,
    STRIDE * width + 1,
    filter.shape[3] as number,
  ];
  const y = tf.conv2dTranspose(x as tf.Tensor4D, exchangedReference(filter, true), shape, STRIDE, 'valid');
  return tf.mul(y, gain);
}

/** large [N,2h+1,2w+1,I], small [N,h,w,O] -> [3,3,I,O]. */
export function stridedFilterReference(large: tf.Tensor, small: tf.Tensor, kernel: number, gain: number): tf.Tensor {
  const filterShape = [kernel, kernel, large.shape[3] as number, small.shape[3] as number];
  const gradient = tf
    .engine()
    .runKernel<tf.Tensor>(
      'Conv2DBackpropFilter',
      { x: large, dy: small },
      { strides: [STRIDE, STRIDE], pad: 'valid', dataFormat: 'NHWC', filterShape },
    );
  return tf.mul(gradient, gain);
}

/** [k,k,I,O] -> [k,k,O,I], or the filter itself. */
export function exchangedReference(filter: tf.Tensor, isExchanged: boolean): tf.Tensor4D {
  return (isExchanged ? tf.transpose(filter, [0, 1, 3, 2]) : filter) as tf.Tensor4D;
}
