/**
 * What follows a modulated convolution, in one pass: a factor a sample and channel, a plane of noise, bias, leaky ReLU and
 * gain.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { Activation } from './biasAct.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, widthOf } from './wgsl.ts';

/** Where in a tensor of noise a layer's lies. */
export interface NoiseRange {
  readonly noiseStart: number;
  /** Pixels of all its planes. */
  readonly noiseCount: number;
}

/** The op's inputs, by name. */
export interface StyledInputs<T = tf.TensorInfo> {
  /** [N,H,W,C]. */
  readonly x: T;
  /** [N,C]; without them x is taken as it is. */
  readonly factors?: T | undefined;
  readonly noise: T;
  /** [1 or C], or a scalar. */
  readonly strength: T;
  /** [C]. */
  readonly bias: T;
}

function program(width: 1 | 4, hasFactors: boolean, isPerChannel: boolean): Program {
  const type = typeOf(width);
  const at = hasFactors ? 2 : 1;
  return {
    key: `styledActivation,${width},${hasFactors},${isPerChannel}`,
    code: () => `
struct Settings { count: u32, channels: u32, sample: u32, noiseStart: u32, noiseCount: u32, slope: f32, gain: f32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
${hasFactors ? `@group(0) @binding(1) var<storage, read> factors: array<${type}>;` : ''}
@group(0) @binding(${at}) var<storage, read> noise: array<f32>;
@group(0) @binding(${at + 1}) var<storage, read> strength: array<${isPerChannel ? type : 'f32'}>;
@group(0) @binding(${at + 2}) var<storage, read> bias: array<${type}>;
@group(0) @binding(${at + 3}) var<storage, read_write> y: array<${type}>;
@group(0) @binding(${at + 4}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let c = index % settings.channels;
  let own = noise[settings.noiseStart + index / settings.channels % settings.noiseCount];
  let scaled = x[index]${hasFactors ? ' * factors[index / settings.sample * settings.channels + c]' : ''};
  let t = scaled + own * strength[${isPerChannel ? 'c' : '0'}] + bias[c];
  y[index] = settings.gain * select(t * settings.slope, t, t > ${type}());
}`,
  };
}

/** -> [N,H,W,C]. */
export function styledActivationFused(
  { x, factors, noise, strength, bias }: StyledInputs,
  { slope, gain, noiseStart, noiseCount }: Activation & NoiseRange,
): tf.TensorInfo {
  const [samples, , , channels] = x.shape as [number, number, number, number];
  const width = widthOf(channels);
  const count = sizeOf(x) / width;
  const y = emptyTensor(x.shape);
  dispatch({
    program: program(width, factors !== undefined, sizeOf(strength) > 1),
    reads: [x, ...(factors ? [factors] : []), noise, strength, bias],
    writes: [y],
    uniforms: [
      u32(count),
      u32(channels / width),
      u32(count / samples),
      u32(noiseStart),
      u32(noiseCount),
      f32(slope),
      f32(gain),
    ],
    workgroups: linearGrid(count),
  });
  return y;
}
