/**
 * Demodulation factors and the three parts of their gradient, a thread each result: small sums over channels, in order,
 * that a picture-sized kernel would only launch slowly.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32, type Word } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf } from './wgsl.ts';

/** What the factors are made with: 1 / sqrt(gain * s^2 @ energy + epsilon). */
export interface Demodulation {
  readonly gain: number;
  readonly epsilon: number;
}

const bindings = (names: readonly string[], settings: string) => `
struct Settings { ${settings} }
${names.map((name, i) => `@group(0) @binding(${i}) var<storage, read> ${name}: array<f32>;`).join('\n')}
@group(0) @binding(${names.length}) var<storage, read_write> result: array<f32>;
@group(0) @binding(${names.length + 1}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= arrayLength(&result)) { return; }`;

const SQUARED_NORM = `
  let n = index / settings.outputs;
  let o = index % settings.outputs;
  var sum = 0.0;
  for (var i = 0u; i < settings.inputs; i++) {
    let style = s[n * settings.inputs + i];
    sum += style * style * energy[i * settings.outputs + o];
  }
  let q = settings.gain * sum + settings.epsilon;`;

const FACTORS: Program = {
  key: 'demodulation',
  code: () => `${bindings(['s', 'energy'], 'inputs: u32, outputs: u32, gain: f32, epsilon: f32')}
  ${SQUARED_NORM}
  result[index] = inverseSqrt(q);
}`,
};

const SLOPE: Program = {
  key: 'demodulationSlope',
  code: () => `${bindings(['dy', 's', 'energy'], 'inputs: u32, outputs: u32, gain: f32, epsilon: f32')}
  ${SQUARED_NORM}
  let factor = inverseSqrt(q);
  result[index] = -settings.gain * dy[index] * factor * factor * factor;
}`,
};

const STYLES: Program = {
  key: 'demodulationStyles',
  code: () => `${bindings(['t', 's', 'energy'], 'inputs: u32, outputs: u32')}
  let n = index / settings.inputs;
  let i = index % settings.inputs;
  var sum = 0.0;
  for (var o = 0u; o < settings.outputs; o++) { sum += t[n * settings.outputs + o] * energy[i * settings.outputs + o]; }
  result[index] = s[index] * sum;
}`,
};

const ENERGY: Program = {
  key: 'demodulationEnergy',
  code: () => `${bindings(['t', 's'], 'inputs: u32, outputs: u32, count: u32, factor: f32')}
  let i = index / settings.outputs;
  let o = index % settings.outputs;
  var sum = 0.0;
  for (var n = 0u; n < settings.count; n++) {
    let style = s[n * settings.inputs + i];
    sum += style * style * t[n * settings.outputs + o];
  }
  result[index] = settings.factor * sum;
}`,
};

/** s [N,I], energy [I,O] -> (gain * s^2 @ energy + epsilon)^(-1/2) [N,O]. */
export function demodulationFused(s: tf.TensorInfo, energy: tf.TensorInfo, settings: Demodulation): tf.TensorInfo {
  const [inputs, outputs] = energy.shape as [number, number];
  const uniforms = [u32(inputs), u32(outputs), f32(settings.gain), f32(settings.epsilon)];
  return run(FACTORS, [s, energy], [s.shape[0] as number, outputs], uniforms);
}

/** dy [N,O], s [N,I], energy [I,O] -> -gain * dy * (gain * s^2 @ energy + epsilon)^(-3/2) [N,O]. */
export function demodulationSlopeFused(
  dy: tf.TensorInfo,
  s: tf.TensorInfo,
  energy: tf.TensorInfo,
  settings: Demodulation,
): tf.TensorInfo {
  const [inputs, outputs] = energy.shape as [number, number];
  const uniforms = [u32(inputs), u32(outputs), f32(settings.gain), f32(settings.epsilon)];
  return run(SLOPE, [dy, s, energy], dy.shape, uniforms);
}

/** t [N,O], s [N,I], energy [I,O] -> s * (t @ energy transposed) [N,I]. */
export function demodulationStylesFused(t: tf.TensorInfo, s: tf.TensorInfo, energy: tf.TensorInfo): tf.TensorInfo {
  const [inputs, outputs] = energy.shape as [number, number];
  return run(STYLES, [t, s, energy], s.shape, [u32(inputs), u32(outputs)]);
}

/** t [N,O], s [N,I] -> factor * s^2 transposed @ t [I,O]. */
export function demodulationEnergyFused(t: tf.TensorInfo, s: tf.TensorInfo, factor: number): tf.TensorInfo {
  const [count, outputs] = t.shape as [number, number];
  const inputs = s.shape[1] as number;
  return run(ENERGY, [t, s], [inputs, outputs], [u32(inputs), u32(outputs), u32(count), f32(factor)]);
}

function run(
  program: Program,
  reads: readonly tf.TensorInfo[],
  shape: number[],
  uniforms: readonly Word[],
): tf.TensorInfo {
  const result = emptyTensor(shape);
  dispatch({ program, reads, writes: [result], uniforms, workgroups: linearGrid(sizeOf(result)) });
  return result;
}
