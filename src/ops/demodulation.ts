/**
 * The factors that bring a modulated convolution's output back to unit deviation: 1 over the norm of each output
 * channel's modulated filter. The parts of its gradient are ops of their own, whose gradients are made of each other and
 * of dense layers, so it can be differentiated to any order. It refuses to apply the factors (scaleChannels does).
 * @see Karras 2020, "Analyzing and Improving", eq. 3
 */
import * as tf from '../gpu/tf.ts';
import { conv2dFilterGradient } from './conv2d.ts';
import { defineOp, type Op } from './defineOp.ts';
import { fullyConnected } from './fullyConnected.ts';
import {
  demodulationEnergyFused,
  demodulationFused,
  demodulationSlopeFused,
  demodulationStylesFused,
} from './kernels/demodulation.ts';
import {
  demodulationEnergyReference,
  demodulationReference,
  demodulationSlopeReference,
  demodulationStylesReference,
} from './references/demodulation.ts';
import { halfEnergy } from './scaleChannels.ts';

type None = Record<string, never>;
type Factor = { factor: number };
type Settings = { gain: number; epsilon: number };

/** Added to the squared norm, as NVIDIA does. */
export const DEMODULATION_EPSILON = 1e-8;
/** The power of q in the slope. */
const SLOPE_POWER = -3 / 2;

/** (s [N,I], energy [I,O]) -> q^(-1/2) with q = gain * s^2 @ energy + epsilon [N,O]. */
const factors: Op<Settings> = defineOp<Settings>({
  name: 'Demodulation',
  fused: ([s, energy], settings) => demodulationFused(s as tf.Tensor, energy as tf.Tensor, settings),
  reference: ([s, energy], settings) => demodulationReference(s as tf.Tensor, energy as tf.Tensor, settings),
  saves: [0, 1],
  gradient: (dy, [s, energy], settings) => {
    // Both inputs want the slope; the tape may have disposed the first one's by then.
    let shared: tf.Tensor | undefined;
    const t = () => {
      if (!shared || shared.isDisposed) shared = slope([dy, s as tf.Tensor, energy as tf.Tensor], settings);
      return shared;
    };
    return [
      () => styleGradient([t(), s as tf.Tensor, energy as tf.Tensor], {}),
      () => energyGradient([t(), s as tf.Tensor], { factor: 1 / 2 }),
    ];
  },
});

/** (dy, s, energy) -> t = -gain * dy * q^(-3/2) [N,O]. */
const slope: Op<Settings> = defineOp<Settings>({
  name: 'DemodulationSlope',
  fused: ([dy, s, energy], settings) =>
    demodulationSlopeFused(dy as tf.Tensor, s as tf.Tensor, energy as tf.Tensor, settings),
  reference: ([dy, s, energy], settings) =>
    demodulationSlopeReference(dy as tf.Tensor, s as tf.Tensor, energy as tf.Tensor, settings),
  saves: [0, 1, 2],
  gradient: (upstream, saved, settings) => {
    const [dy, s, energy] = saved as [tf.Tensor, tf.Tensor2D, tf.Tensor2D];
    // d t / d q = 3/2 * gain * dy * q^(-5/2) = -3/2 * t / q, and 1/q is the factor squared.
    const perNorm = () =>
      tf.mul(
        tf.mul(upstream, slope([dy, s, energy], settings)),
        tf.mul(tf.square(factors([s, energy], settings)), SLOPE_POWER * settings.gain),
      );
    return [
      () => slope([upstream, s, energy], settings),
      () => tf.mul(styleGradient([perNorm(), s, energy], {}), 2),
      () => energyGradient([perNorm(), s], { factor: 1 }),
    ];
  },
});

/** (t [N,O], s [N,I], energy [I,O]) -> s * (t @ energy transposed) [N,I]. */
const styleGradient: Op<None> = defineOp<None>({
  name: 'DemodulationStyles',
  fused: ([t, s, energy]) => demodulationStylesFused(t as tf.Tensor, s as tf.Tensor, energy as tf.Tensor),
  reference: ([t, s, energy]) => demodulationStylesReference(t as tf.Tensor, s as tf.Tensor, energy as tf.Tensor),
  saves: [0, 1, 2],
  gradient: (upstream, saved) => {
    const [t, s, energy] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const weighted = () => tf.mul(upstream, s) as tf.Tensor2D;
    return [
      () => fullyConnected(weighted(), energy, 1),
      () => styleGradient([t, upstream, energy], {}),
      () => outer(weighted(), t),
    ];
  },
});

/** (t [N,O], s [N,I]) -> factor * s^2 transposed @ t [I,O]. */
const energyGradient: Op<Factor> = defineOp<Factor>({
  name: 'DemodulationEnergy',
  fused: ([t, s], { factor }) => demodulationEnergyFused(t as tf.Tensor, s as tf.Tensor, factor),
  reference: ([t, s], { factor }) => demodulationEnergyReference(t as tf.Tensor, s as tf.Tensor, factor),
  saves: [0, 1],
  gradient: (upstream, saved, { factor }) => {
    const [t, s] = saved as [tf.Tensor2D, tf.Tensor2D];
    return [
      () => fullyConnected(tf.square(s), upstream as tf.Tensor2D, factor),
      () => tf.mul(styleGradient([t, s, upstream], {}), 2 * factor),
    ];
  },
});

/** a [N,I], b [N,O] -> a transposed @ b [I,O], of the convolutions' family. */
function outer(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const [count, from] = a.shape;
  const to = b.shape[1];
  const rows = tf.reshape(a, [1, 1, count, from]) as tf.Tensor4D;
  return tf.reshape(conv2dFilterGradient(rows, tf.reshape(b, [1, 1, count, to]) as tf.Tensor4D, 1, 1), [from, to]);
}

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
    const energy = tf.reshape(halfEnergy(taps), [from, to]);
    return factors([s, energy], { gain: 2 * gain * gain, epsilon: DEMODULATION_EPSILON }) as tf.Tensor2D;
  });
}
