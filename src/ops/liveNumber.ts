/**
 * A number that may differ from step to step, as a scalar on the GPU: for ops that take tensors. No gradient. It refuses to
 * upload: a recorded step fills it from its uniforms.
 */
import { emptyTensor } from '../gpu/commandStream.ts';
import { dispatch, f32, type Program } from '../gpu/dispatch.ts';
import { atThisMoment, type Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { runsFused } from './mode.ts';

const NUMBER: Program = {
  key: 'liveNumber',
  code: () => `
struct Settings { value: f32 }
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<uniform> settings: Settings;
@compute @workgroup_size(1)
fn main() { y[0] = settings.value; }`,
};

/** The number at the time of each run -> []. Caller disposes. */
export function liveNumber(value: Live): tf.Scalar {
  if (!runsFused()) return tf.scalar(atThisMoment(value));
  const y = emptyTensor([]);
  // Live also where the number is not: no buffer is to be kept for each.
  const uniforms = [f32(() => atThisMoment(value))];
  dispatch({ program: NUMBER, reads: [], writes: [y], uniforms, workgroups: [1, 1, 1] });
  return tf.engine().makeTensorFromTensorInfo(y) as tf.Scalar;
}
