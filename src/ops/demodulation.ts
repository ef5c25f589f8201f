/**
 * The factors that bring a modulated convolution's output back to unit deviation: 1 over the norm of each output
 * channel's modulated filter. It refuses to apply them (scaleChannels does).
 * @see Karras 2020, "Analyzing and Improving", eq. 3
 */
import * as tf from '../gpu/tf.ts';
import './defineOp.ts';
import { fullyConnected } from './fullyConnected.ts';
import { channelDot } from './scaleChannels.ts';

/** NVIDIA's. */
const EPSILON = 1e-8;

/**
 * 1 / sqrt(sum over taps and inputs of (gain * s * filter)^2 + 1e-8). s [N,I], filter [k,k,I,O] -> [N,O]. Caller
 * disposes. Any order.
 */
export function demodulation(s: tf.Tensor2D, filter: tf.Tensor4D, gain: number): tf.Tensor2D {
  const [height, width, from, to] = filter.shape;
  if (s.shape[1] !== from)
    throw new Error(`demodulation got styles [${s.shape}] but the filter [${filter.shape}] takes ${from} channels.`);
  return tf.tidy(() => {
    const taps = tf.reshape(filter, [1, height, width, from * to]) as tf.Tensor4D;
    const energy = tf.reshape(channelDot(taps, taps), [from, to]) as tf.Tensor2D;
    return tf.rsqrt(tf.add(fullyConnected(tf.square(s), energy, gain * gain), EPSILON)) as tf.Tensor2D;
  });
}
