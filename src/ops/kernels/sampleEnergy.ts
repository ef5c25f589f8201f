/** The sum of squares of each sample over several tensors, in one dispatch and fixed order; and its gradient. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, unroll, widthOf } from './wgsl.ts';

/** Threads that walk over a sample: as many as every WebGPU device takes, because there are few samples. */
const THREADS = 256;

/** Tensors that one dispatch reads at most: every WebGPU device binds 8 buffers, and one is the result. */
export const MOST_ENERGIES = 7;

function energyProgram(count: number): Program {
  return {
    key: `sampleEnergy,${count}`,
    code: () => `struct Settings { samples: u32 }
${unroll(count, (k) => `@group(0) @binding(${k}) var<storage, read> x${k}: array<f32>;`)}
@group(0) @binding(${count}) var<storage, read_write> energy: array<f32>;
@group(0) @binding(${count + 1}) var<uniform> settings: Settings;
var<workgroup> partial: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  ${unroll(
    count,
    (k) => `{
    let size = arrayLength(&x${k}) / settings.samples;
    for (var i = thread; i < size; i += ${THREADS}u) { let t = x${k}[group.x * size + i]; sum += t * t; }
  }`,
  )}
  partial[thread] = sum;
  workgroupBarrier();
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    if (thread < half) { partial[thread] += partial[thread + half]; }
    workgroupBarrier();
  }
  if (thread == 0u) { energy[group.x] = partial[0]; }
}`,
  };
}

/** At most MOST_ENERGIES tensors [N,...] -> [N]. */
export function sampleEnergyFused(tensors: readonly tf.TensorInfo[]): tf.TensorInfo {
  const samples = tensors[0]?.shape[0] as number;
  const energy = emptyTensor([samples]);
  dispatch({
    program: energyProgram(tensors.length),
    reads: tensors,
    writes: [energy],
    uniforms: [u32(samples)],
    workgroups: [samples, 1, 1],
  });
  return energy;
}

function scaleProgram(width: 1 | 4): Program {
  return {
    key: `scaleSamples,${width}`,
    code: () => `struct Settings { count: u32, sample: u32, factor: f32 }
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read> s: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<${typeOf(width)}>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index < settings.count) { y[index] = settings.factor * s[index / settings.sample] * x[index]; }
}`,
  };
}

/** factor * x * s. x [N,...], s [N] -> the shape of x. */
export function scaleSamplesFused(x: tf.TensorInfo, s: tf.TensorInfo, factor: number): tf.TensorInfo {
  const samples = sizeOf(s);
  const width = widthOf(sizeOf(x) / samples);
  const count = sizeOf(x) / width;
  const y = emptyTensor(x.shape);
  dispatch({
    program: scaleProgram(width),
    reads: [x, s],
    writes: [y],
    uniforms: [u32(count), u32(count / samples), f32(factor)],
    workgroups: linearGrid(count),
  });
  return y;
}
