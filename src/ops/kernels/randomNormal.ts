/** Standard normals, the twin of random/draws.ts, within 2e-6 of it. A thread makes one block: four elements. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type { Live } from '../../gpu/live.ts';
import type * as tf from '../../gpu/tf.ts';
import { PHILOX, stepWords } from './philox.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, VEC } from './wgsl.ts';

const NORMALS: Program = {
  key: 'randomNormal',
  code: () => `
struct Settings { count: u32, seed: u32, stream: u32, stepLow: u32, stepHigh: u32 }
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<uniform> settings: Settings;

${PHILOX}
${LINEAR_MAIN}
  let first = 4u * index;
  if (first >= settings.count) { return; }
  let words = philox(index);
  let values = vec4f(pair(words.x, words.y), pair(words.z, words.w));
  for (var i = 0u; i < 4u; i++) {
    if (first + i < settings.count) { y[first + i] = values[i]; }
  }
}`,
};

/** seed, stream: 32-bit integers; step in 0..2^53-1 -> [shape] standard normals. */
export function randomNormalFused(shape: number[], seed: number, stream: number, step: Live): tf.TensorInfo {
  const y = emptyTensor(shape);
  const count = sizeOf(y);
  dispatch({
    program: NORMALS,
    reads: [],
    writes: [y],
    uniforms: [u32(count), u32(seed), u32(stream), ...stepWords(step)],
    workgroups: linearGrid(Math.ceil(count / VEC)),
  });
  return y;
}
