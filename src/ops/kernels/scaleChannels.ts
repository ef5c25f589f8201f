/** A picture times one factor a sample and channel; and two pictures' product summed over pixels in fixed order. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { reducePlanes } from './reducePlanes.ts';
import { LINEAR_MAIN, linearGrid, release, sizeOf, typeOf, widthOf } from './wgsl.ts';

/** Pixels that one thread should sum at least, and most threads a sample and channel: the second pass sums that many. */
const MIN_PIXELS = 32;
const MAX_SHARES = 64;

function scaleProgram(vector: 1 | 4): Program {
  const type = typeOf(vector);
  return {
    key: `scaleChannels,${vector}`,
    code: () => `
struct Settings { count: u32, channels: u32, sample: u32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read> s: array<${type}>;
@group(0) @binding(2) var<storage, read_write> y: array<${type}>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  y[index] = x[index] * s[index / settings.sample * settings.channels + index % settings.channels];
}`,
  };
}

/** x [N,H,W,C], s [N,C] -> [N,H,W,C]. */
export function scaleChannelsFused(x: tf.TensorInfo, s: tf.TensorInfo): tf.TensorInfo {
  const channels = x.shape[3] as number;
  const vector = widthOf(channels);
  const count = sizeOf(x) / vector;
  const y = emptyTensor(x.shape);
  dispatch({
    program: scaleProgram(vector),
    reads: [x, s],
    writes: [y],
    uniforms: [u32(count), u32(channels / vector), u32(count / (x.shape[0] as number))],
    workgroups: linearGrid(count),
  });
  return y;
}

function dotProgram(vector: 1 | 4): Program {
  const type = typeOf(vector);
  return {
    key: `channelDot,${vector}`,
    code: () => `
struct Settings { pixels: u32, channels: u32, planes: u32, share: u32, shares: u32, factor: f32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read> y: array<${type}>;
@group(0) @binding(2) var<storage, read_write> sums: array<${type}>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let share = index / settings.planes;
  if (share >= settings.shares) { return; }
  let plane = index % settings.planes;
  let start = plane / settings.channels * settings.pixels * settings.channels + plane % settings.channels;
  let end = min(settings.pixels, (share + 1u) * settings.share);
  var sum = ${type}();
  for (var p = share * settings.share; p < end; p++) {
    let at = start + p * settings.channels;
    sum += x[at] * y[at];
  }
  sums[index] = settings.factor * sum;
}`,
  };
}

/** factor times the sum over pixels of x * y: both [N,H,W,C] -> [N,C]. */
export function channelDotFused(x: tf.TensorInfo, y: tf.TensorInfo, factor: number): tf.TensorInfo {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const pixels = height * width;
  const vector = widthOf(channels);
  const share = Math.ceil(pixels / Math.min(MAX_SHARES, Math.ceil(pixels / MIN_PIXELS)));
  const shares = Math.ceil(pixels / share);
  const sums = emptyTensor(shares === 1 ? [count, channels] : [shares, count, channels]);
  const planes = (count * channels) / vector;
  dispatch({
    program: dotProgram(vector),
    // One buffer may be bound twice where both are read only.
    reads: [x, y],
    writes: [sums],
    uniforms: [u32(pixels), u32(channels / vector), u32(planes), u32(share), u32(shares), f32(factor)],
    workgroups: linearGrid(planes * shares),
  });
  if (shares === 1) return sums;
  const total = reducePlanes(sums, shares, [count, channels]);
  release(sums);
  return total;
}
