/** Uniform numbers, the twin of random/draws.ts. A thread makes one block: four elements. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { Draw } from '../randomNormal.ts';
import { PHILOX, stepWords } from './philox.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, VEC } from './wgsl.ts';

const UNIFORMS: Program = {
  key: 'randomUniform',
  code: () => `
struct Settings { count: u32, seed: u32, stream: u32, stepLow: u32, stepHigh: u32 }
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<uniform> settings: Settings;

${PHILOX}
${LINEAR_MAIN}
  let first = 4u * index;
  if (first >= settings.count) { return; }
  let words = philox(index);
  for (var i = 0u; i < 4u; i++) {
    // 2^-24: the upper 24 bits fit a float exactly.
    if (first + i < settings.count) { y[first + i] = f32(words[i] >> 8u) * 5.9604644775390625e-8; }
  }
}`,
};

/** [shape] uniform numbers in [0,1). */
export function randomUniformFused(shape: number[], { seed, stream, step }: Draw): tf.TensorInfo {
  const y = emptyTensor(shape);
  const count = sizeOf(y);
  dispatch({
    program: UNIFORMS,
    reads: [],
    writes: [y],
    uniforms: [u32(count), u32(seed), u32(stream), ...stepWords(step)],
    workgroups: linearGrid(Math.ceil(count / VEC)),
  });
  return y;
}
