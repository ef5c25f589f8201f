/** [k,k,I,O] -> [k,k,O,I] with both kernel axes reversed: the filter of a convolution's adjoint. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf } from './wgsl.ts';

const FLIP: Program = {
  key: 'flipFilter',
  code: () => `
struct Shape { taps: u32, inputs: u32, outputs: u32 }
@group(0) @binding(0) var<storage, read> filter_: array<f32>;
@group(0) @binding(1) var<storage, read_write> flipped: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;
${LINEAR_MAIN}
  let plane = shape.inputs * shape.outputs;
  if (index >= shape.taps * plane) { return; }
  let i = index % shape.inputs;
  let o = index / shape.inputs % shape.outputs;
  let tap = shape.taps - 1u - index / plane;
  flipped[index] = filter_[tap * plane + i * shape.outputs + o];
}`,
};

/** The caller releases the result. */
export function flipFilterFused(filter: tf.TensorInfo): tf.TensorInfo {
  const [kernel, , from, to] = filter.shape as [number, number, number, number];
  const flipped = emptyTensor([kernel, kernel, to, from]);
  dispatch({
    program: FLIP,
    reads: [filter],
    writes: [flipped],
    uniforms: [u32(kernel * kernel), u32(from), u32(to)],
    workgroups: linearGrid(sizeOf(filter)),
  });
  return flipped;
}
