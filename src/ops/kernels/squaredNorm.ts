/** The sum of squares over many tensors: shares by several tensors a dispatch, then their sum, all in fixed order. */
import { commandStream, emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, release, unroll, WORKGROUP } from './wgsl.ts';

/** Threads of a dispatch; each walks all of its tensors with this stride. */
const THREADS = 1024;
/** Most tensors a dispatch. */
const MAX_PACK = 8;

function sharesProgram(count: number): Program {
  return {
    key: `squaredNormShares,${count}`,
    code: () => `
struct Settings { start: u32 }
${unroll(count, (k) => `@group(0) @binding(${k}) var<storage, read> x${k}: array<f32>;`)}
@group(0) @binding(${count}) var<storage, read_write> shares: array<f32>;
@group(0) @binding(${count + 1}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  var sum = 0.0;
  ${unroll(count, (k) => `for (var i = index; i < arrayLength(&x${k}); i += ${THREADS}u) { sum += x${k}[i] * x${k}[i]; }`)}
  shares[settings.start + index] = sum;
}`,
  };
}

const TOTAL: Program = {
  key: 'squaredNormTotal',
  code: () => `
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read_write> total: array<f32>;
var<workgroup> sums: array<f32, ${WORKGROUP}>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) index: u32) {
  var sum = 0.0;
  for (var i = index; i < arrayLength(&shares); i += ${WORKGROUP}u) { sum += shares[i]; }
  sums[index] = sum;
  workgroupBarrier();
  if (index > 0u) { return; }
  for (var i = 1u; i < ${WORKGROUP}u; i++) { sum += sums[i]; }
  total[0] = sum;
}`,
};

/** tensors of any shapes, at least one -> []. */
export function squaredNormFused(tensors: readonly tf.TensorInfo[]): tf.TensorInfo {
  const { maxStorageBuffersPerShaderStage } = commandStream().device.limits;
  const pack = Math.min(MAX_PACK, maxStorageBuffersPerShaderStage - 1);
  const shares = emptyTensor([Math.ceil(tensors.length / pack), THREADS]);
  for (let from = 0; from < tensors.length; from += pack) {
    const reads = tensors.slice(from, from + pack);
    dispatch({
      program: sharesProgram(reads.length),
      reads,
      writes: [shares],
      uniforms: [u32((from / pack) * THREADS)],
      workgroups: [THREADS / WORKGROUP, 1, 1],
    });
  }
  const total = emptyTensor([]);
  dispatch({ program: TOTAL, reads: [shares], writes: [total], workgroups: [1, 1, 1] });
  release(shares);
  return total;
}
