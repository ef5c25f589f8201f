/** One-hot rows of the classes of slices, of given ones or of drawn ones. A thread writes one value. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { Draw } from '../randomNormal.ts';
import { PHILOX, stepWords } from './philox.ts';
import { LINEAR_MAIN, linearGrid, sizeOf } from './wgsl.ts';

const CLASS_ROWS: Program = {
  key: 'classRows',
  code: () => `
struct Settings { count: u32, classes: u32 }
@group(0) @binding(0) var<storage, read> labels: array<u32>;
@group(0) @binding(1) var<storage, read> places: array<u32>;
@group(0) @binding(2) var<storage, read_write> rows: array<f32>;
@group(0) @binding(3) var<uniform> settings: Settings;

${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let label = labels[places[index / settings.classes]];
  rows[index] = select(0.0, 1.0, label == index % settings.classes);
}`,
};

const DRAWN_ROWS: Program = {
  key: 'drawnClassRows',
  code: () => `
struct Settings { count: u32, classes: u32, among: u32, seed: u32, stream: u32, stepLow: u32, stepHigh: u32 }
@group(0) @binding(0) var<storage, read> labels: array<u32>;
@group(0) @binding(1) var<storage, read_write> rows: array<f32>;
@group(0) @binding(2) var<uniform> settings: Settings;

${PHILOX}
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let row = index / settings.classes;
  let word = philox(row / 4u)[row % 4u];
  // The upper word of the product: floor(word / 2^32 * among), exactly.
  let label = labels[high(word, settings.among)];
  rows[index] = select(0.0, 1.0, label == index % settings.classes);
}`,
};

/** labels and places [N]: int32 -> [N,classes]. */
export function classRowsFused(labels: tf.TensorInfo, places: tf.TensorInfo, classes: number): tf.TensorInfo {
  const rows = emptyTensor([sizeOf(places), classes]);
  dispatch({
    program: CLASS_ROWS,
    reads: [labels, places],
    writes: [rows],
    uniforms: [u32(sizeOf(rows)), u32(classes)],
    workgroups: linearGrid(sizeOf(rows)),
  });
  return rows;
}

/** labels: int32 -> [count,classes], of slices drawn among the first `among`. */
export function drawnClassRowsFused(
  labels: tf.TensorInfo,
  { seed, stream, step }: Draw,
  count: number,
  among: number,
  classes: number,
): tf.TensorInfo {
  const rows = emptyTensor([count, classes]);
  dispatch({
    program: DRAWN_ROWS,
    reads: [labels],
    writes: [rows],
    uniforms: [u32(sizeOf(rows)), u32(classes), u32(among), u32(seed), u32(stream), ...stepWords(step)],
    workgroups: linearGrid(sizeOf(rows)),
  });
  return rows;
}
