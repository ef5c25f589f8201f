/** Bias, leaky ReLU and gain in one pass, and the gate that is its gradient. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, widthOf } from './wgsl.ts';

export interface Activation {
  readonly slope: number;
  readonly gain: number;
}

function biasActProgram(width: 1 | 4): Program {
  const type = typeOf(width);
  return {
    key: `biasAct,${width}`,
    code: () => `
struct Settings { count: u32, channels: u32, slope: f32, gain: f32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read> bias: array<${type}>;
@group(0) @binding(2) var<storage, read_write> y: array<${type}>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let t = x[index] + bias[index % settings.channels];
  y[index] = settings.gain * select(t * settings.slope, t, t > ${type}());
}`,
  };
}

function gateProgram(width: 1 | 4): Program {
  const type = typeOf(width);
  return {
    key: `biasActGate,${width}`,
    code: () => `
struct Settings { count: u32, slope: f32, gain: f32 }
@group(0) @binding(0) var<storage, read> dy: array<${type}>;
@group(0) @binding(1) var<storage, read> y: array<${type}>;
@group(0) @binding(2) var<storage, read_write> dx: array<${type}>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let d = dy[index] * settings.gain;
  dx[index] = select(d * settings.slope, d, y[index] > ${type}());
}`,
  };
}

/** x [...,C], bias [C] -> the shape of x. */
export function biasActFused(x: tf.TensorInfo, bias: tf.TensorInfo, { slope, gain }: Activation): tf.TensorInfo {
  const width = widthOf(sizeOf(bias));
  const count = sizeOf(x) / width;
  const y = emptyTensor(x.shape);
  dispatch({
    program: biasActProgram(width),
    reads: [x, bias],
    writes: [y],
    uniforms: [u32(count), u32(sizeOf(bias) / width), f32(slope), f32(gain)],
    workgroups: linearGrid(count),
  });
  return y;
}

/** dy and the activation's output y, of one shape -> that shape. */
export function gateFused(dy: tf.TensorInfo, y: tf.TensorInfo, { slope, gain }: Activation): tf.TensorInfo {
  const width = widthOf(sizeOf(dy));
  const count = sizeOf(dy) / width;
  const dx = emptyTensor(dy.shape);
  dispatch({
    program: gateProgram(width),
    reads: [dy, y],
    writes: [dx],
    uniforms: [u32(count), f32(slope), f32(gain)],
    workgroups: linearGrid(count),
  });
  return dx;
}
