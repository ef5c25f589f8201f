/** Demodulation and the parts of its gradient in stock tfjs ops: the oracle for the WGSL kernels, and what runs on the CPU. */
import * as tf from '../../gpu/tf.ts';
import type { Demodulation } from '../kernels/demodulation.ts';

/** gain * s^2 @ energy + epsilon. s [N,I], energy [I,O] -> [N,O]. */
function squaredNorm(s: tf.Tensor, energy: tf.Tensor, { gain, epsilon }: Demodulation): tf.Tensor {
  return tf.add(tf.mul(tf.matMul(tf.square(s) as tf.Tensor2D, energy as tf.Tensor2D), gain), epsilon);
}

/** s [N,I], energy [I,O] -> [N,O]. */
export function demodulationReference(s: tf.Tensor, energy: tf.Tensor, settings: Demodulation): tf.Tensor {
  return tf.rsqrt(squaredNorm(s, energy, settings));
}

/** dy [N,O], s [N,I], energy [I,O] -> [N,O]. */
export function demodulationSlopeReference(
  dy: tf.Tensor,
  s: tf.Tensor,
  energy: tf.Tensor,
  settings: Demodulation,
): tf.Tensor {
  const q = squaredNorm(s, energy, settings);
  return tf.mul(tf.div(dy, tf.mul(q, tf.sqrt(q))), -settings.gain);
}

/** t [N,O], s [N,I], energy [I,O] -> [N,I]. */
export function demodulationStylesReference(t: tf.Tensor, s: tf.Tensor, energy: tf.Tensor): tf.Tensor {
  return tf.mul(s, tf.matMul(t as tf.Tensor2D, energy as tf.Tensor2D, false, true));
}

/** t [N,O], s [N,I] -> [I,O]. */
export function demodulationEnergyReference(t: tf.Tensor, s: tf.Tensor, factor: number): tf.Tensor {
  return tf.mul(tf.matMul(tf.square(s) as tf.Tensor2D, t as tf.Tensor2D, true), factor);
}
