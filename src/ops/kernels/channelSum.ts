/**
 * Sums over all rows of [rows, C], each row times a weight if weights are given, in fixed order: one dispatch, or two where
 * there are very many rows; and the broadcast back.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { type ColumnWalk, columnWalk, walkProgram } from './columnWalk.ts';
import { reducePlanes } from './reducePlanes.ts';
import { LINEAR_MAIN, linearGrid, release, sizeOf } from './wgsl.ts';

function sumProgram(walk: ColumnWalk, isWeighted: boolean): Program {
  return walkProgram(
    `channelSum,${isWeighted}`,
    walk,
    `
struct Settings { rows: u32, columns: u32, share: u32, weights: u32 }
@group(0) @binding(0) var<storage, read> x: array<T>;
${isWeighted ? '@group(0) @binding(1) var<storage, read> weights: array<f32>;' : ''}
@group(0) @binding(${isWeighted ? 2 : 1}) var<storage, read_write> sums: array<T>;
@group(0) @binding(${isWeighted ? 3 : 2}) var<uniform> settings: Settings;`,
    `
  let end = min(settings.rows, (share + 1u) * settings.share) * u32(isInside);
  var sum = T();
  for (var row = share * settings.share + walker; row < end; row += WALKERS) {
    sum += x[row * settings.columns + column]${isWeighted ? ' * weights[row % settings.weights]' : ''};
  }
  let all = total(local, sum);
  if (isInside && walker == 0u) { sums[share * settings.columns + column] = all; }`,
  );
}

/** x [...,C], weights of a size that divides the rows and repeats along them -> [C]. */
export function channelSumFused(x: tf.TensorInfo, weights?: tf.TensorInfo): tf.TensorInfo {
  const channels = x.shape[x.shape.length - 1] as number;
  const rows = sizeOf(x) / channels;
  const walk = columnWalk(rows, channels);
  const { shares, rowsEach } = walk;
  const sums = emptyTensor(shares === 1 ? [channels] : [shares, channels]);
  dispatch({
    program: sumProgram(walk, weights !== undefined),
    reads: weights ? [x, weights] : [x],
    writes: [sums],
    uniforms: [u32(rows), u32(walk.columns), u32(rowsEach), u32(weights ? sizeOf(weights) : 1)],
    workgroups: [walk.groups, 1, shares],
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
