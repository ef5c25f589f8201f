/** [k,k,I,O] -> [k,k,O,I], with both kernel axes reversed or not: the filters of convolutions' adjoints. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf } from './wgsl.ts';

const FLIP: Program = {
  key: 'flipFilter',
  code: () => `
struct Shape { taps: u32, inputs: u32, outputs: u32, isReversed: u32 }
@group(0) @binding(0) var<storage, read> filter_: array<f32>;
@group(0) @binding(1) var<storage, read_write> flipped: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;
${LINEAR_MAIN}
  let plane = shape.inputs * shape.outputs;
  if (index >= shape.taps * plane) { return; }
  let i = index % shape.inputs;
  let o = index / shape.inputs % shape.outputs;
  let own = index / plane;
  let tap = select(own, shape.taps - 1u - own, shape.isReversed == 1u);
  flipped[index] = filter_[tap * plane + i * shape.outputs + o];
}`,
};

/** The caller releases the result. */
export function flipFilterFused(filter: tf.TensorInfo, isReversed: boolean): tf.TensorInfo {
  const [kernel, , from, to] = filter.shape as [number, number, number, number];
  const flipped = emptyTensor([kernel, kernel, to, from]);
  dispatch({
    program: FLIP,
    reads: [filter],
    writes: [flipped],
    uniforms: [u32(kernel * kernel), u32(from), u32(to), u32(isReversed ? 1 : 0)],
    workgroups: linearGrid(sizeOf(filter)),
  });
  return flipped;
}
