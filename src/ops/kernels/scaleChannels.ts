/** A picture times one factor a sample and channel; and two pictures' product summed over pixels in fixed order. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { type ColumnWalk, columnWalk, walkProgram } from './columnWalk.ts';
import { reducePlanes } from './reducePlanes.ts';
import { LINEAR_MAIN, linearGrid, release, sizeOf, typeOf, widthOf } from './wgsl.ts';

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

function dotProgram(walk: ColumnWalk): Program {
  return walkProgram(
    'channelDot',
    walk,
    `
struct Settings { pixels: u32, columns: u32, share: u32, factor: f32, planes: u32 }
@group(0) @binding(0) var<storage, read> x: array<T>;
@group(0) @binding(1) var<storage, read> y: array<T>;
@group(0) @binding(2) var<storage, read_write> sums: array<T>;
@group(0) @binding(3) var<uniform> settings: Settings;`,
    `
  let end = min(settings.pixels, (share + 1u) * settings.share) * u32(isInside);
  var sum = T();
  for (var pixel = share * settings.share + walker; pixel < end; pixel += WALKERS) {
    let at = (plane * settings.pixels + pixel) * settings.columns + column;
    sum += x[at] * y[at];
  }
  let all = total(local, sum);
  if (isInside && walker == 0u) {
    sums[(share * settings.planes + plane) * settings.columns + column] = settings.factor * all;
  }`,
  );
}

/** factor times the sum over pixels of x * y: both [N,H,W,C] -> [N,C]. */
export function channelDotFused(x: tf.TensorInfo, y: tf.TensorInfo, factor: number): tf.TensorInfo {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const walk = columnWalk(height * width, channels);
  const { shares, rowsEach } = walk;
  const sums = emptyTensor(shares === 1 ? [count, channels] : [shares, count, channels]);
  dispatch({
    program: dotProgram(walk),
    // One buffer may be bound twice where both are read only.
    reads: [x, y],
    writes: [sums],
    uniforms: [u32(height * width), u32(walk.columns), u32(rowsEach), f32(factor), u32(count)],
    workgroups: [walk.groups, count, shares],
  });
  if (shares === 1) return sums;
  const total = reducePlanes(sums, shares, [count, channels]);
  release(sums);
  return total;
}
