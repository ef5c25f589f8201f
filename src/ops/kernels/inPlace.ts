/** Adam and the moving average, written into the variables' own buffers: one dispatch a parameter, nothing allocated. */
import { commandStream } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program } from '../../gpu/dispatch.ts';
import * as tf from '../../gpu/tf.ts';
import type { AdamSettings, AdamSlot } from '../adamSlot.ts';
import { LINEAR_MAIN, linearGrid, typeOf, widthOf } from './wgsl.ts';

function adamProgram(width: 1 | 4): Program {
  const type = typeOf(width);
  return {
    key: `adam,${width}`,
    code: () => `
struct Settings { rate: f32, beta1: f32, beta2: f32, correction: f32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> gradient: array<${type}>;
@group(0) @binding(1) var<storage, read_write> parameter: array<${type}>;
@group(0) @binding(2) var<storage, read_write> first: array<${type}>;
@group(0) @binding(3) var<storage, read_write> second: array<${type}>;
@group(0) @binding(4) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= arrayLength(&parameter)) { return; }
  let g = gradient[index];
  let m = settings.beta1 * first[index] + (1.0 - settings.beta1) * g;
  let v = settings.beta2 * second[index] + (1.0 - settings.beta2) * g * g;
  first[index] = m;
  second[index] = v;
  parameter[index] -= settings.rate * m / (sqrt(v * settings.correction) + settings.epsilon);
}`,
  };
}

function emaProgram(width: 1 | 4): Program {
  const type = typeOf(width);
  return {
    key: `ema,${width}`,
    code: () => `
struct Settings { beta: f32 }
@group(0) @binding(0) var<storage, read> source: array<${type}>;
@group(0) @binding(1) var<storage, read_write> average: array<${type}>;
@group(0) @binding(2) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= arrayLength(&average)) { return; }
  average[index] = settings.beta * average[index] + (1.0 - settings.beta) * source[index];
}`,
  };
}

export function adamFused(slot: AdamSlot, gradient: tf.Tensor, settings: AdamSettings): void {
  const { learningRate, beta1, beta2, epsilon, step } = settings;
  const { parameter, firstMoment, secondMoment } = slot;
  const writes = [parameter, firstMoment, secondMoment];
  writes.forEach(ownBuffer);
  const width = widthOf(parameter.size);
  dispatch({
    program: adamProgram(width),
    reads: [gradient],
    writes,
    uniforms: [
      f32(learningRate / (1 - beta1 ** step)),
      f32(beta1),
      f32(beta2),
      f32(1 / (1 - beta2 ** step)),
      f32(epsilon),
    ],
    uniformsChange: true,
    workgroups: linearGrid(parameter.size / width),
  });
}

export function emaFused(average: tf.Variable, source: tf.Tensor, beta: number): void {
  ownBuffer(average);
  const width = widthOf(average.size);
  dispatch({
    program: emaProgram(width),
    reads: [source],
    writes: [average],
    uniforms: [f32(beta)],
    uniformsChange: true,
    workgroups: linearGrid(average.size / width),
  });
}

/**
 * Variables share buffers with the tensors and clones that they were made of. Writing in place would change those too, so
 * a shared variable moves to a copy first; that happens once.
 */
function ownBuffer(variable: tf.Variable): void {
  if (commandStream().refCount(variable.dataId) <= 1) return;
  tf.tidy(() => variable.assign(tf.add(variable, 0)));
}
