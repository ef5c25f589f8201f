/**
 * Standard normals, the twin of random/draws.ts, within 2e-6 of it: of one draw, or of several one after the other. A thread
 * makes one block: four elements.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type { Live } from '../../gpu/live.ts';
import type * as tf from '../../gpu/tf.ts';
import { PHILOX, stepWords } from './philox.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, unroll, VEC } from './wgsl.ts';

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

/** Elements first + 4 block of a draw, and the step that it is after `step`; first is a multiple of 4. */
export interface DrawPart {
  readonly first: number;
  readonly after: number;
}

/** A thread looks for the last part that begins at its block or before. */
function partsProgram(parts: number): Program {
  const members = Array.from({ length: parts }, (_, i) => `block${i}: u32, after${i}: u32`).join(', ');
  const find = (i: number) =>
    `if (index >= settings.block${i}) { block = settings.block${i}; after = settings.after${i}; }`;
  return {
    key: `randomNormalParts,${parts}`,
    code: () => `
struct Settings { count: u32, seed: u32, stream: u32, stepLow: u32, stepHigh: u32, ${members} }
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<uniform> settings: Settings;

${PHILOX}
${LINEAR_MAIN}
  let first = 4u * index;
  if (first >= settings.count) { return; }
  var block = 0u;
  var after = 0u;
  ${unroll(parts, find)}
  let words = philoxOfStep(index - block, settings.stepLow + after);
  let values = vec4f(pair(words.x, words.y), pair(words.z, words.w));
  for (var i = 0u; i < 4u; i++) {
    if (first + i < settings.count) { y[first + i] = values[i]; }
  }
}`,
  };
}

/** -> [count]; parts in the order of their first elements. step + after must not reach the step's next upper word. */
export function randomNormalPartsFused(
  count: number,
  parts: readonly DrawPart[],
  seed: number,
  stream: number,
  step: Live,
): tf.TensorInfo {
  const y = emptyTensor([count]);
  dispatch({
    program: partsProgram(parts.length),
    reads: [],
    writes: [y],
    uniforms: [
      u32(count),
      u32(seed),
      u32(stream),
      ...stepWords(step),
      ...parts.flatMap(({ first, after }) => [u32(first / VEC), u32(after)]),
    ],
    workgroups: linearGrid(Math.ceil(count / VEC)),
  });
  return y;
}
