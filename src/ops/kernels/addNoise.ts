/** Adds a plane of noise to every channel, scaled by one strength or one a channel. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, widthOf } from './wgsl.ts';

function program(width: 1 | 4, isPerChannel: boolean): Program {
  const type = typeOf(width);
  return {
    key: `addNoise,${width},${isPerChannel}`,
    code: () => `
struct Settings { count: u32, channels: u32, noises: u32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read> noise: array<f32>;
@group(0) @binding(2) var<storage, read> strength: array<${isPerChannel ? type : 'f32'}>;
@group(0) @binding(3) var<storage, read_write> y: array<${type}>;
@group(0) @binding(4) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let own = noise[index / settings.channels % settings.noises];
  y[index] = x[index] + own * strength[${isPerChannel ? 'index % settings.channels' : '0'}];
}`,
  };
}

/** x [N,H,W,C], noise [N or 1,H,W,1], strength [1 or C] -> [N,H,W,C]. */
export function addNoiseFused(x: tf.TensorInfo, noise: tf.TensorInfo, strength: tf.TensorInfo): tf.TensorInfo {
  const channels = x.shape[3] as number;
  const width = widthOf(channels);
  const count = sizeOf(x) / width;
  const y = emptyTensor(x.shape);
  dispatch({
    program: program(width, sizeOf(strength) > 1),
    reads: [x, noise, strength],
    writes: [y],
    uniforms: [u32(count), u32(channels / width), u32(sizeOf(noise))],
    workgroups: linearGrid(count),
  });
  return y;
}
