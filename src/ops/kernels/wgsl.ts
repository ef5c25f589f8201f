/** Small pieces that our WGSL shares: grids, unrolling, vector widths. It refuses to hold a kernel. */
import * as tf from '../../gpu/tf.ts';

/** Threads a workgroup: a multiple of every GPU's lane count (32 or 64), and small enough for any adapter. */
export const WORKGROUP = 64;
/** Most workgroups in one dimension that every WebGPU device takes. */
const MAX_WORKGROUPS = 65535;
/** Components of a vec4. */
export const VEC = 4;

/** Workgroups for `threads` threads in a row, spilled to the second dimension; kernels find theirs with LINEAR_INDEX. */
export function linearGrid(threads: number): [number, number, number] {
  const groups = Math.ceil(threads / WORKGROUP);
  const rows = Math.ceil(groups / MAX_WORKGROUPS);
  return [Math.ceil(groups / rows), rows, 1];
}

/** Workgroups for groups in y that may exceed the limit, spilled to z; the kernel multiplies back. */
export function spilledGrid(x: number, y: number): [number, number, number] {
  const layers = Math.ceil(y / MAX_WORKGROUPS);
  return [x, Math.ceil(y / layers), layers];
}

/** The head of a one-dimensional kernel: `index` is the thread's number in a linearGrid. */
export const LINEAR_MAIN = `@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * ${WORKGROUP}u + id.x;`;

/** Lines for 0..count-1, joined. */
export function unroll(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

/** 4 where rows of `channels` split into vec4, else 1. */
export function widthOf(channels: number): 1 | 4 {
  return channels % VEC === 0 ? VEC : 1;
}

/** The WGSL type of that width. */
export function typeOf(width: 1 | 4): 'f32' | 'vec4f' {
  return width === VEC ? 'vec4f' : 'f32';
}

/** The next power of two at or above n. */
export function powerOfTwoFrom(n: number): number {
  return 2 ** Math.ceil(Math.log2(n));
}

/** Elements of a tensor. */
export function sizeOf(tensor: tf.TensorInfo): number {
  return tf.util.sizeFromShape(tensor.shape);
}

/** Frees a temporary that only kernels have seen; its buffer lives until its commands are submitted. */
export function release(tensor: tf.TensorInfo): void {
  tf.backend().disposeData(tensor.dataId);
}
