/** A plane of noise times one strength or one a channel, added to every channel of a picture or alone. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, widthOf } from './wgsl.ts';

function program(width: 1 | 4, isPerChannel: boolean, isAdded: boolean): Program {
  const type = typeOf(width);
  const after = isAdded ? 1 : 0;
  return {
    key: `addNoise,${width},${isPerChannel},${isAdded}`,
    code: () => `
struct Settings { count: u32, channels: u32, noises: u32 }
${isAdded ? `@group(0) @binding(0) var<storage, read> x: array<${type}>;` : ''}
@group(0) @binding(${after}) var<storage, read> noise: array<f32>;
@group(0) @binding(${after + 1}) var<storage, read> strength: array<${isPerChannel ? type : 'f32'}>;
@group(0) @binding(${after + 2}) var<storage, read_write> y: array<${type}>;
@group(0) @binding(${after + 3}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let own = noise[index / settings.channels % settings.noises];
  y[index] = ${isAdded ? 'x[index]' : `${type}()`} + own * strength[${isPerChannel ? 'index % settings.channels' : '0'}];
}`,
  };
}

/** x [N,H,W,C], noise [N or 1,H,W,1], strength [1 or C] -> [N,H,W,C]. */
export function addNoiseFused(x: tf.TensorInfo, noise: tf.TensorInfo, strength: tf.TensorInfo): tf.TensorInfo {
  return run([x], noise, strength, x.shape);
}

/** noise [N or 1,H,W,1], strength [1 or C] -> shape [N,H,W,C]. */
export function spreadNoiseFused(noise: tf.TensorInfo, strength: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  return run([], noise, strength, shape);
}

function run(
  addedTo: readonly tf.TensorInfo[],
  noise: tf.TensorInfo,
  strength: tf.TensorInfo,
  shape: number[],
): tf.TensorInfo {
  const channels = shape[3] as number;
  const width = widthOf(channels);
  const y = emptyTensor(shape);
  const count = sizeOf(y) / width;
  dispatch({
    program: program(width, sizeOf(strength) > 1, addedTo.length > 0),
    reads: [...addedTo, noise, strength],
    writes: [y],
    uniforms: [u32(count), u32(channels / width), u32(sizeOf(noise))],
    workgroups: linearGrid(count),
  });
  return y;
}
