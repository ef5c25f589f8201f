/**
 * Sums over all rows of [rows, C], each row times a weight if weights are given, in two passes of fixed order; and the
 * broadcast back.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { reducePlanes } from './reducePlanes.ts';
import { LINEAR_MAIN, linearGrid, release, sizeOf, typeOf, widthOf } from './wgsl.ts';

/** Rows that one thread should sum at least, and most threads a channel: the second pass sums that many. */
const MIN_ROWS = 32;
const MAX_SHARES = 128;

function sumProgram(width: 1 | 4, isWeighted: boolean): Program {
  const type = typeOf(width);
  return {
    key: `channelSum,${width},${isWeighted}`,
    code: () => `
struct Settings { rows: u32, channels: u32, share: u32, shares: u32, weights: u32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
${isWeighted ? '@group(0) @binding(1) var<storage, read> weights: array<f32>;' : ''}
@group(0) @binding(${isWeighted ? 2 : 1}) var<storage, read_write> sums: array<${type}>;
@group(0) @binding(${isWeighted ? 3 : 2}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let share = index / settings.channels;
  if (share >= settings.shares) { return; }
  let channel = index % settings.channels;
  let end = min(settings.rows, (share + 1u) * settings.share);
  var sum = ${type}();
  for (var row = share * settings.share; row < end; row++) {
    sum += x[row * settings.channels + channel]${isWeighted ? ' * weights[row % settings.weights]' : ''};
  }
  sums[index] = sum;
}`,
  };
}

/** x [...,C], weights of a size that divides the rows and repeats along them -> [C]. */
export function channelSumFused(x: tf.TensorInfo, weights?: tf.TensorInfo): tf.TensorInfo {
  const channels = x.shape[x.shape.length - 1] as number;
  const rows = sizeOf(x) / channels;
  const width = widthOf(channels);
  const share = Math.ceil(rows / Math.min(MAX_SHARES, Math.ceil(rows / MIN_ROWS)));
  const shares = Math.ceil(rows / share);
  const sums = emptyTensor(shares === 1 ? [channels] : [shares, channels]);
  dispatch({
    program: sumProgram(width, weights !== undefined),
    reads: weights ? [x, weights] : [x],
    writes: [sums],
    uniforms: [u32(rows), u32(channels / width), u32(share), u32(shares), u32(weights ? sizeOf(weights) : 1)],
    workgroups: linearGrid((shares * channels) / width),
  });
  if (shares === 1) return sums;
  const total = reducePlanes(sums, shares, [channels]);
  release(sums);
  return total;
}

const BROADCAST: Program = {
  key: 'channelBroadcast',
  code: () => `
struct Settings { count: u32, channels: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index < settings.count) { y[index] = x[index % settings.channels]; }
}`,
};

/** x [C] -> shape, whose last axis is C. */
export function channelBroadcastFused(x: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  const y = emptyTensor(shape);
  const count = sizeOf(y);
  dispatch({
    program: BROADCAST,
    reads: [x],
    writes: [y],
    uniforms: [u32(count), u32(sizeOf(x))],
    workgroups: linearGrid(count),
  });
  return y;
}
