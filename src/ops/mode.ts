/**
 * Which of an op's two implementations runs: the fused WGSL kernels or the composed reference of stock tfjs ops. It
 * refuses to choose kernel variants (kernels/ does that); off the webgpu backend everything is the reference.
 */
import * as tf from '../gpu/tf.ts';

export type OpsMode = 'fused' | 'reference';

let mode: OpsMode = 'fused';

/** Takes effect for ops called from now on; gradients of ops already on the tape follow the mode at their own time. */
export function setOpsMode(next: OpsMode): void {
  mode = next;
}

/** True when WGSL kernels are to run. */
export function runsFused(): boolean {
  return mode === 'fused' && tf.getBackend() === 'webgpu';
}
