/**
 * Adam and the moving average, written into the variables' own buffers: several parameters a dispatch, as many as the
 * device binds buffers, nothing allocated.
 */
import { commandStream } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program } from '../../gpu/dispatch.ts';
import { atThisMoment, type Live } from '../../gpu/live.ts';
import * as tf from '../../gpu/tf.ts';
import type { AdamSettings, AdamSlot } from '../adamSlot.ts';
import { LINEAR_MAIN, linearGrid, typeOf, unroll, widthOf } from './wgsl.ts';

type Width = 1 | 4;

/** Most parameters a dispatch: more would make ever more pipelines for ever fewer dispatches saved. */
const MAX_PACK = 4;
const ADAM_BUFFERS = 4;
const EMA_BUFFERS = 2;

/** A thread's place among the packed parameters: the first whose elements reach it. */
const packed = (names: string, count: number, body: (k: number) => string) => `${LINEAR_MAIN}
  var i = index;
  ${unroll(
    count,
    (k) => `if (i < arrayLength(&${names}${k})) {
    ${body(k)}
    return;
  }
  i -= arrayLength(&${names}${k});`,
  )}
}`;

/** Bindings: each parameter's gradient, then the scale if there is one, then parameter and moments of each. */
function adamProgram(widths: readonly Width[], isScaled: boolean): Program {
  const count = widths.length;
  const reads = count + (isScaled ? 1 : 0);
  const type = (k: number) => typeOf(widths[k] as Width);
  return {
    key: `adam,${widths.join('')},${isScaled}`,
    code: () => `
struct Settings { rate: f32, beta1: f32, beta2: f32, correction: f32, epsilon: f32 }
${unroll(count, (k) => `@group(0) @binding(${k}) var<storage, read> gradient${k}: array<${type(k)}>;`)}
${isScaled ? `@group(0) @binding(${count}) var<storage, read> scale: array<f32>;` : ''}
${unroll(
  count,
  (k) => `@group(0) @binding(${reads + 3 * k}) var<storage, read_write> parameter${k}: array<${type(k)}>;
@group(0) @binding(${reads + 3 * k + 1}) var<storage, read_write> first${k}: array<${type(k)}>;
@group(0) @binding(${reads + 3 * k + 2}) var<storage, read_write> second${k}: array<${type(k)}>;`,
)}
@group(0) @binding(${reads + 3 * count}) var<uniform> settings: Settings;
${packed(
  'parameter',
  count,
  (k) => `let g = gradient${k}[i]${isScaled ? ' * scale[0]' : ''};
    let m = settings.beta1 * first${k}[i] + (1.0 - settings.beta1) * g;
    let v = settings.beta2 * second${k}[i] + (1.0 - settings.beta2) * g * g;
    first${k}[i] = m;
    second${k}[i] = v;
    parameter${k}[i] -= settings.rate * m / (sqrt(v * settings.correction) + settings.epsilon);`,
)}`,
  };
}

function emaProgram(widths: readonly Width[]): Program {
  const count = widths.length;
  const type = (k: number) => typeOf(widths[k] as Width);
  return {
    key: `ema,${widths.join('')}`,
    code: () => `
struct Settings { beta: f32 }
${unroll(count, (k) => `@group(0) @binding(${k}) var<storage, read> source${k}: array<${type(k)}>;`)}
${unroll(count, (k) => `@group(0) @binding(${count + k}) var<storage, read_write> average${k}: array<${type(k)}>;`)}
@group(0) @binding(${2 * count}) var<uniform> settings: Settings;
${packed(
  'average',
  count,
  (k) => `average${k}[i] = settings.beta * average${k}[i] + (1.0 - settings.beta) * source${k}[i];`,
)}`,
  };
}

/** One step on every slot. gradients: in the slots' order. */
export function adamFused(
  slots: readonly AdamSlot[],
  gradients: readonly tf.Tensor[],
  { learningRate, beta1, beta2, epsilon, step, gradientScale }: AdamSettings,
): void {
  const scales = gradientScale ? [gradientScale] : [];
  const uniforms = [
    f32(() => atThisMoment(learningRate) / (1 - beta1 ** atThisMoment(step))),
    f32(beta1),
    f32(beta2),
    f32(() => 1 / (1 - beta2 ** atThisMoment(step))),
    f32(epsilon),
  ];
  inPacks(slots.length, ADAM_BUFFERS, scales.length, (from, to) => {
    const pack = slots.slice(from, to);
    const writes = pack.flatMap(({ parameter, firstMoment, secondMoment }) => [parameter, firstMoment, secondMoment]);
    writes.forEach(ownBuffer);
    const widths = pack.map(({ parameter }) => widthOf(parameter.size));
    dispatch({
      program: adamProgram(widths, gradientScale !== undefined),
      reads: [...gradients.slice(from, to), ...scales],
      writes,
      uniforms,
      workgroups: linearGrid(threadsOf(pack.map(({ parameter }) => parameter.size))),
    });
  });
}

/** One step of every average towards the source of the same place. */
export function emaFused(averages: readonly tf.Variable[], sources: readonly tf.Tensor[], beta: Live): void {
  inPacks(averages.length, EMA_BUFFERS, 0, (from, to) => {
    const writes = averages.slice(from, to);
    writes.forEach(ownBuffer);
    dispatch({
      program: emaProgram(writes.map(({ size }) => widthOf(size))),
      reads: sources.slice(from, to),
      writes,
      uniforms: [f32(() => atThisMoment(beta))],
      workgroups: linearGrid(threadsOf(writes.map(({ size }) => size))),
    });
  });
}

/** Calls f for runs of as many of `count` as fit a dispatch, of `buffers` each beside `shared`. */
function inPacks(count: number, buffers: number, shared: number, f: (from: number, to: number) => void): void {
  const { maxStorageBuffersPerShaderStage } = commandStream().device.limits;
  const pack = Math.max(1, Math.min(MAX_PACK, Math.floor((maxStorageBuffersPerShaderStage - shared) / buffers)));
  for (let from = 0; from < count; from += pack) f(from, Math.min(count, from + pack));
}

function threadsOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size / widthOf(size), 0);
}

/**
 * Variables share buffers with the tensors and clones that they were made of. Writing in place would change those too, so
 * a shared variable moves to a copy first; that happens once.
 */
function ownBuffer(variable: tf.Variable): void {
  if (commandStream().refCount(variable.dataId) <= 1) return;
  tf.tidy(() => variable.assign(tf.add(variable, 0)));
}
