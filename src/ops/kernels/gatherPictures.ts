/**
 * Chosen pictures out of packed bytes, each value the mean of a block. A thread makes one value: the sum is an integer and
 * exact, so one division is all that rounds.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf } from './wgsl.ts';

export interface PackedPictures {
  /** Side of the packed squares. */
  readonly side: number;
  /** Side of the result, which `side` is a multiple of. */
  readonly resolution: number;
  readonly channels: number;
}

const GATHER: Program = {
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

/** packed and places: int32 -> [N,R,R,channels]. */
export function gatherPicturesFused(
  packed: tf.TensorInfo,
  places: tf.TensorInfo,
  { side, resolution, channels }: PackedPictures,
): tf.TensorInfo {
  const y = emptyTensor([sizeOf(places), resolution, resolution, channels]);
  const count = sizeOf(y);
  dispatch({
    program: GATHER,
    reads: [packed, places],
    writes: [y],
    uniforms: [u32(count), u32(side), u32(resolution), u32(channels), u32(side / resolution)],
    workgroups: linearGrid(count),
  });
  return y;
}
