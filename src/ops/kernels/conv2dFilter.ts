/** Runs the filter gradient: shares by the chosen variant, then their sum in fixed order. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { chooseFilter } from './conv2dVariants.ts';
import { reducePlanes } from './reducePlanes.ts';
import { release } from './wgsl.ts';

/** x [N,H,W,I] (for stride 2: [N,2H+1,2W+1,I]), dy [N,H,W,O] -> [k,k,I,O]. */
export function conv2dFilterFused(
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  kernel: number,
  gain: number,
  stride: 1 | 2 = 1,
): tf.TensorInfo {
  const [count, height, width, to] = dy.shape as [number, number, number, number];
  const from = x.shape[3] as number;
  const shape = { count, height, width, stride, kernel, from, to };
  const filterShape = [kernel, kernel, from, to];
  const { program, workgroups, splits } = chooseFilter(shape);
  const sums = emptyTensor(splits === 1 ? filterShape : [splits, ...filterShape]);
  const uniforms = [f32(gain), u32(count * height), u32(splits)];
  dispatch({ program, reads: [x, dy], writes: [sums], uniforms, workgroups });
  if (splits === 1) return sums;
  const gradient = reducePlanes(sums, splits, filterShape);
  release(sums);
  return gradient;
}
