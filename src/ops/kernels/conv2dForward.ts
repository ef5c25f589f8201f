/**
 * Runs the convolutions and their adjoints in x: makes the tensors, asks conv2dVariants for a variant, dispatches it. It
 * refuses to hold WGSL of its own.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { chooseForward, chooseUp } from './conv2dVariants.ts';
import { flipFilterFused } from './flipFilter.ts';
import { release } from './wgsl.ts';

/** x [N,H,W,I], filter [k,k,I,O] -> [N,H,W,O]; for stride 2: x [N,2H+1,2W+1,I]. */
export function conv2dFused(x: tf.TensorInfo, filter: tf.TensorInfo, gain: number, stride: 1 | 2 = 1): tf.TensorInfo {
  const [count, inHeight, inWidth, from] = x.shape as [number, number, number, number];
  const [kernel, , , to] = filter.shape as [number, number, number, number];
  const [height, width] = stride === 1 ? [inHeight, inWidth] : [(inHeight - 1) / 2, (inWidth - 1) / 2];
  const y = emptyTensor([count, height, width, to]);
  const { program, workgroups } = chooseForward({ count, height, width, stride, kernel, from, to });
  const uniforms = [f32(gain), u32(count * height)];
  dispatch({ program, reads: [x, filter], writes: [y], uniforms, workgroups });
  return y;
}

/** dy [N,H,W,O], filter [k,k,I,O] -> [N,H,W,I]. */
export function conv2dInputFused(dy: tf.TensorInfo, filter: tf.TensorInfo, gain: number): tf.TensorInfo {
  const flipped = flipFilterFused(filter, true);
  const dx = conv2dFused(dy, flipped, gain);
  release(flipped);
  return dx;
}

/** x [N,h,w,I], filter [3,3,I,O] -> [N,2h+1,2w+1,O]. */
export function convUpFused(x: tf.TensorInfo, filter: tf.TensorInfo, gain: number): tf.TensorInfo {
  const [count, height, width, from] = x.shape as [number, number, number, number];
  const to = filter.shape[3] as number;
  const y = emptyTensor([count, 2 * height + 1, 2 * width + 1, to]);
  const { program, workgroups } = chooseUp({ count, height, width, from, to });
  const uniforms = [f32(gain), u32(count * (2 * height + 1))];
  dispatch({ program, reads: [x, filter], writes: [y], uniforms, workgroups });
  return y;
}
