/**
 * Runs the convolution and its adjoint in x: makes the tensors, asks conv2dVariants for a variant, dispatches it. It
 * refuses to hold WGSL of its own.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { chooseForward } from './conv2dVariants.ts';
import { flipFilterFused } from './flipFilter.ts';
import { release } from './wgsl.ts';

/** x [N,H,W,I], filter [k,k,I,O] -> [N,H,W,O]. */
export function conv2dFused(x: tf.TensorInfo, filter: tf.TensorInfo, gain: number): tf.TensorInfo {
  const [count, height, width, from] = x.shape as [number, number, number, number];
  const [kernel, , , to] = filter.shape as [number, number, number, number];
  const y = emptyTensor([count, height, width, to]);
  const { program, workgroups } = chooseForward({ count, height, width, kernel, from, to });
  const uniforms = [f32(gain), u32(count * height)];
  dispatch({ program, reads: [x, filter], writes: [y], uniforms, workgroups });
  return y;
}

/** dy [N,H,W,O], filter [k,k,I,O] -> [N,H,W,I]. */
export function conv2dInputFused(dy: tf.TensorInfo, filter: tf.TensorInfo, gain: number): tf.TensorInfo {
  const flipped = flipFilterFused(filter);
  const dx = conv2dFused(dy, flipped, gain);
  release(flipped);
  return dx;
}
