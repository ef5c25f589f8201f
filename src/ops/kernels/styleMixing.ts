/** Style mixing: the draw of the crossover layer, the choice of a layer's style, and the choice's gradients. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { Draw } from '../randomNormal.ts';
import { PHILOX, stepWords } from './philox.ts';
import { LINEAR_MAIN, linearGrid, sizeOf } from './wgsl.ts';

const CROSSOVER: Program = {
  key: 'drawCrossover',
  code: () => `
struct Settings { seed: u32, stream: u32, stepLow: u32, stepHigh: u32, layers: u32, probability: f32 }
@group(0) @binding(0) var<storage, read_write> crossover: array<f32>;
@group(0) @binding(1) var<uniform> settings: Settings;
${PHILOX}
fn unit(word: u32) -> f32 { return f32(word >> 8u) * 5.9604644775390625e-8; }
@compute @workgroup_size(1)
fn main() {
  let words = philox(0u);
  // A uniform number of 24 bits times a count of layers is exact in 64 bits, and so by halves of 12 bits here.
  let choices = settings.layers - 1u;
  let place = words.y >> 8u;
  let whole = ((place >> 12u) * choices + (((place & 0xfffu) * choices) >> 12u)) >> 12u;
  crossover[0] = select(f32(settings.layers), f32(1u + whole), unit(words.x) < settings.probability);
}`,
};

/** [1]: a layer from 1 to layers - 1, or `layers`. */
export function drawCrossoverFused({ seed, stream, step }: Draw, probability: number, layers: number): tf.TensorInfo {
  const crossover = emptyTensor([1]);
  dispatch({
    program: CROSSOVER,
    reads: [],
    writes: [crossover],
    uniforms: [u32(seed), u32(stream), ...stepWords(step), u32(layers), f32(probability)],
    workgroups: [1, 1, 1],
  });
  return crossover;
}

const CHOOSE: Program = {
  key: 'chooseStyle',
  code: () => `
struct Settings { count: u32, layer: f32 }
@group(0) @binding(0) var<storage, read> first: array<f32>;
@group(0) @binding(1) var<storage, read> second: array<f32>;
@group(0) @binding(2) var<storage, read> crossover: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  y[index] = select(first[index], second[index], settings.layer >= crossover[0]);
}`,
};

/** first, second [N,wDim], crossover [1] -> [N,wDim]. */
export function chooseStyleFused(
  first: tf.TensorInfo,
  second: tf.TensorInfo,
  crossover: tf.TensorInfo,
  layer: number,
): tf.TensorInfo {
  const y = emptyTensor(first.shape);
  const count = sizeOf(y);
  dispatch({
    program: CHOOSE,
    reads: [first, second, crossover],
    writes: [y],
    uniforms: [u32(count), f32(layer)],
    workgroups: linearGrid(count),
  });
  return y;
}

const KEEP: Program = {
  key: 'keepStyle',
  code: () => `
struct Settings { count: u32, layer: f32, isFirst: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> crossover: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let isKept = (settings.layer < crossover[0]) == (settings.isFirst == 1u);
  y[index] = select(0.0, x[index], isKept);
}`,
};

/** x [N,wDim], crossover [1] -> x where the style is taken, else zeros. */
export function keepStyleFused(
  x: tf.TensorInfo,
  crossover: tf.TensorInfo,
  { layer, first }: { readonly layer: number; readonly first: boolean },
): tf.TensorInfo {
  const y = emptyTensor(x.shape);
  const count = sizeOf(y);
  dispatch({
    program: KEEP,
    reads: [x, crossover],
    writes: [y],
    uniforms: [u32(count), f32(layer), u32(first ? 1 : 0)],
    workgroups: linearGrid(count),
  });
  return y;
}
