/**
 * What follows a modulated convolution: a factor a sample and channel, a plane of noise times its strength, bias, leaky
 * ReLU and gain. One kernel forward and two for all gradients; composed of scaleChannels, addNoise and biasAct. It refuses
 * to draw noise and to make factors.
 * @see Karras 2020, figure 2
 */
import * as tf from '../gpu/tf.ts';
import { addNoise, noiseGradient } from './addNoise.ts';
import { biasAct } from './biasAct.ts';
import { defineFused, type OpInputs } from './defineFused.ts';
import { type Activation, gateFused } from './kernels/biasAct.ts';
import { styledActivationFused } from './kernels/styledActivation.ts';
import { styledActivationGradientFused } from './kernels/styledActivationGradient.ts';
import { scaleChannels } from './scaleChannels.ts';

/** A layer's noise, in a tensor that may hold that of others too. */
export interface NoisePlanes {
  readonly values: tf.Tensor;
  /** Element of `values` where this layer's planes begin. */
  readonly start: number;
  /** One a sample, or 1 for all. */
  readonly planes: number;
}

/** All of a tensor [N or 1,H,W,1]. */
export function noisePlanes(values: tf.Tensor4D): NoisePlanes {
  return { values, start: 0, planes: values.shape[0] };
}

/** The branch of a leaky ReLU, and where the noise lies: its first element and the elements of all its planes. */
type Settings = { slope: number; gain: number; noiseStart: number; noiseCount: number };
type Name = 'x' | 'factors' | 'noise' | 'strength' | 'bias';

const activate = defineFused<Name, 'factors', Settings>({
  name: 'StyledActivation',
  composed,
  forward: (inputs, settings) => [styledActivationFused(inputs, settings)],
  outputs: 1,
  gradient: (dy, { x, factors, noise, strength }, [y], settings) => {
    const inputs = { dy, y: y as tf.Tensor, x, factors, noise, strength };
    const { dx, dfactors, dstrength, dbias } = styledActivationGradientFused(inputs, settings);
    const gated = () => tf.engine().makeTensorFromTensorInfo(gateFused(dy, y as tf.Tensor, settings));
    return {
      x: dx,
      strength: dstrength,
      bias: dbias,
      factors: dfactors,
      noise: () => noiseValuesGradient(gated(), noise, strength, settings),
    };
  },
});

/** Of tfjs's ops, as only the projection of pictures learns its noise; zero for the noise of other layers. */
function noiseValuesGradient(
  gated: tf.Tensor,
  noise: tf.Tensor,
  strength: tf.Tensor,
  { noiseStart, noiseCount }: Settings,
): tf.Tensor {
  const [, height, width] = gated.shape as [number, number, number, number];
  const planes = noiseCount / (height * width);
  const own = tf.reshape(noiseGradient(gated, planes, tf.reshape(strength, [-1])), [-1]);
  return tf.reshape(tf.pad(own, [[noiseStart, noise.size - noiseStart - noiseCount]]), noise.shape);
}

function composed(
  { x, factors, noise, strength, bias }: OpInputs<Name, 'factors'>,
  { slope, gain, noiseStart, noiseCount }: Settings,
): tf.Tensor {
  const [, height, width] = x.shape as [number, number, number, number];
  const flat = tf.reshape(noise, [-1]);
  const own = noise.size === noiseCount ? flat : tf.slice(flat, noiseStart, noiseCount);
  const planes = tf.reshape(own, [noiseCount / (height * width), height, width, 1]) as tf.Tensor4D;
  const scaled = factors ? scaleChannels(x as tf.Tensor4D, factors as tf.Tensor2D) : (x as tf.Tensor4D);
  const noisy = addNoise(scaled, planes, tf.reshape(strength, [-1]) as tf.Tensor1D);
  return biasAct(noisy, bias as tf.Tensor1D, { slope, gain });
}

/**
 * gain * leakyRelu(x * factors + noise * strength + bias, slope). x [N,H,W,C], factors [N,C] or none, strength a scalar or
 * [1 or C], bias [C] -> [N,H,W,C]. slope from 0 to 1, gain above 0. Caller disposes. Any order.
 */
export function styledActivation(
  x: tf.Tensor4D,
  { factors, noise, strength, bias }: StyledInputs,
  { slope, gain }: Activation,
): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  const { values, start, planes } = noise;
  const noiseCount = planes * height * width;
  if ((planes !== count && planes !== 1) || start < 0 || start + noiseCount > values.size)
    throw new Error(
      `styledActivation got x [${x.shape}] and ${planes} planes of noise from element ${start} of [${values.shape}].`,
    );
  if ((strength.size !== 1 && strength.size !== channels) || bias.size !== channels)
    throw new Error(
      `styledActivation got x [${x.shape}], strength [${strength.shape}] and bias [${bias.shape}]: one strength or one a channel, one bias a channel.`,
    );
  if (factors && factors.shape.join() !== [count, channels].join())
    throw new Error(`styledActivation got x [${x.shape}] and factors [${factors.shape}]: one a sample and channel.`);
  const inputs = { x, factors, noise: values, strength, bias };
  return activate(inputs, { slope, gain, noiseStart: start, noiseCount }) as tf.Tensor4D;
}

interface StyledInputs {
  readonly factors?: tf.Tensor2D | undefined;
  readonly noise: NoisePlanes;
  readonly strength: tf.Tensor;
  readonly bias: tf.Tensor1D;
}
