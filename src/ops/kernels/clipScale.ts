/** The factor for clipping gradients: each thread's share of the squared length, then their sum, both in fixed order. */
import type { Arena } from '../../gpu/arena.ts';
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { ROLE, type Roles } from '../adamArenas.ts';
import { PAGE_THREADS, wholeOf } from './adam.ts';
import { LINEAR_MAIN, release, WORKGROUP } from './wgsl.ts';

/** Threads that share the sum; each walks the arena with this stride. */
const THREADS = 1024;

const SHARES: Program = {
  key: 'clipShares',
  code: () => `
struct Settings { share: f32 }
@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read> roles: array<u32>;
@group(0) @binding(2) var<storage, read_write> shares: array<f32>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  var sum = vec4f();
  for (var i = index; i < arrayLength(&gradient); i += ${THREADS}u) {
    if ((roles[i / ${PAGE_THREADS}u] & ${ROLE.hasGradient}u) != 0u) {
      let g = gradient[i] * settings.share;
      sum += g * g;
    }
  }
  shares[index] = (sum.x + sum.y) + (sum.z + sum.w);
}`,
};

const SCALE: Program = {
  key: 'clipScale',
  code: () => `
struct Settings { longest: f32 }
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read_write> scale: array<f32>;
@group(0) @binding(2) var<uniform> settings: Settings;
var<workgroup> sums: array<f32, ${WORKGROUP}>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) index: u32) {
  var sum = 0.0;
  for (var i = index; i < ${THREADS}u; i += ${WORKGROUP}u) { sum += shares[i]; }
  sums[index] = sum;
  workgroupBarrier();
  if (index > 0u) { return; }
  for (var i = 1u; i < ${WORKGROUP}u; i++) { sum += sums[i]; }
  scale[0] = settings.longest / max(sqrt(sum), settings.longest);
}`,
};

/** See clipScale. The arena is in one buffer. */
export function clipScaleFused(gradients: Arena, roles: Roles, share: number, longest: number): tf.TensorInfo {
  const [shares, scale] = [emptyTensor([THREADS]), emptyTensor([])];
  dispatch({
    program: SHARES,
    reads: [wholeOf(gradients), gradients.pageWords(roles)],
    writes: [shares],
    uniforms: [f32(share)],
    workgroups: [THREADS / WORKGROUP, 1, 1],
  });
  dispatch({ program: SCALE, reads: [shares], writes: [scale], uniforms: [f32(longest)], workgroups: [1, 1, 1] });
  release(shares);
  return scale;
}
