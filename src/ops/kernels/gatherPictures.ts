/**
 * Chosen pictures out of packed bytes, each value the mean of a block: a thread makes one value. Pictures at their own side,
 * where most of a run's are, have no blocks: a thread makes the four values of a word. Sums are integers and exact, so one
 * division is all that rounds.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, VEC } from './wgsl.ts';

export interface PackedPictures {
  /** Side of the packed squares. */
  readonly side: number;
  /** Side of the result, which `side` is a multiple of. */
  readonly resolution: number;
  readonly channels: number;
}

const MEANS: Program = {
  key: 'gatherPictures',
  code: () => `
struct Settings { count: u32, side: u32, resolution: u32, channels: u32, block: u32 }
@group(0) @binding(0) var<storage, read> bytes: array<u32>;
@group(0) @binding(1) var<storage, read> places: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<uniform> settings: Settings;

${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let channel = index % settings.channels;
  let pixel = index / settings.channels;
  let column = pixel % settings.resolution;
  let line = pixel / settings.resolution;
  let row = line % settings.resolution;
  let place = places[line / settings.resolution];
  let block = settings.block;
  let stride = settings.channels;
  var sum = 0u;
  for (var j = 0u; j < block; j++) {
    var at = ((place * settings.side + row * block + j) * settings.side + column * block) * stride + channel;
    for (var i = 0u; i < block; i++) {
      sum += (bytes[at / 4u] >> (8u * (at % 4u))) & 0xffu;
      at += stride;
    }
  }
  let range = 255.0 * f32(block * block);
  y[index] = (2.0 * f32(sum) - range) / range;
}`,
};

const WHOLE: Program = {
  key: 'gatherWholePictures',
  code: () => `
struct Settings { count: u32, words: u32 }
@group(0) @binding(0) var<storage, read> bytes: array<u32>;
@group(0) @binding(1) var<storage, read> places: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(3) var<uniform> settings: Settings;

${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let word = bytes[places[index / settings.words] * settings.words + index % settings.words];
  let values = (vec4u(word) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(0xffu);
  y[index] = (2.0 * vec4f(values) - 255.0) / 255.0;
}`,
};

/** packed and places: int32 -> [N,R,R,channels]. */
export function gatherPicturesFused(
  packed: tf.TensorInfo,
  places: tf.TensorInfo,
  { side, resolution, channels }: PackedPictures,
): tf.TensorInfo {
  const y = emptyTensor([sizeOf(places), resolution, resolution, channels]);
  const reads = [packed, places];
  const writes = [y];
  const picture = side * side * channels;
  if (side === resolution && picture % VEC === 0) {
    const count = sizeOf(y) / VEC;
    const uniforms = [u32(count), u32(picture / VEC)];
    dispatch({ program: WHOLE, reads, writes, uniforms, workgroups: linearGrid(count) });
    return y;
  }
  const count = sizeOf(y);
  const uniforms = [u32(count), u32(side), u32(resolution), u32(channels), u32(side / resolution)];
  dispatch({ program: MEANS, reads, writes, uniforms, workgroups: linearGrid(count) });
  return y;
}
