/** Rows brought to mean square 1, and the gradient of that, one dispatch each: a workgroup walks a row. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { sizeOf, WORKGROUP } from './wgsl.ts';

const HEAD = `struct Settings { columns: u32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> z: array<f32>;`;

/** The sum over the row of what each of its threads found; all threads get it. */
const WALK = `var<workgroup> partial: array<f32, ${WORKGROUP}>;
fn total(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  partial[thread] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < ${WORKGROUP}u; i++) { sum += partial[i]; }
  return sum;
}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let start = group.x * settings.columns;
  var squares = 0.0;
  for (var c = thread; c < settings.columns; c += ${WORKGROUP}u) { squares += z[start + c] * z[start + c]; }
  let inverse = inverseSqrt(total(thread, squares) / f32(settings.columns) + settings.epsilon);`;

const FORWARD: Program = {
  key: 'pixelNorm',
  code: () => `${HEAD}
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<uniform> settings: Settings;
${WALK}
  for (var c = thread; c < settings.columns; c += ${WORKGROUP}u) { y[start + c] = z[start + c] * inverse; }
}`,
};

const GRADIENT: Program = {
  key: 'pixelNormGradient',
  code: () => `${HEAD}
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dz: array<f32>;
@group(0) @binding(3) var<uniform> settings: Settings;
${WALK}
  var products = 0.0;
  for (var c = thread; c < settings.columns; c += ${WORKGROUP}u) { products += z[start + c] * dy[start + c]; }
  let along = inverse * inverse * total(thread, products) / f32(settings.columns);
  for (var c = thread; c < settings.columns; c += ${WORKGROUP}u) {
    dz[start + c] = inverse * (dy[start + c] - along * z[start + c]);
  }
}`,
};

function run(program: Program, reads: readonly tf.TensorInfo[], epsilon: number): tf.TensorInfo {
  const [z] = reads as [tf.TensorInfo];
  const columns = z.shape[z.shape.length - 1] as number;
  const made = emptyTensor(z.shape);
  const workgroups = [sizeOf(z) / columns, 1, 1] as const;
  dispatch({ program, reads, writes: [made], uniforms: [u32(columns), f32(epsilon)], workgroups });
  return made;
}

/** z [N,C] -> z / sqrt(mean of z^2 over C + epsilon). */
export function pixelNormFused(z: tf.TensorInfo, epsilon: number): tf.TensorInfo {
  return run(FORWARD, [z], epsilon);
}

/** The gradient of z. z and dy [N,C]. */
export function pixelNormGradientFused(z: tf.TensorInfo, dy: tf.TensorInfo, epsilon: number): tf.TensorInfo {
  return run(GRADIENT, [z, dy], epsilon);
}
