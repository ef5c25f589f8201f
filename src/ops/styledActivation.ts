/**
 * What follows a convolution of the generator: a plane of noise times its strength, bias, leaky ReLU and gain. One kernel
 * forward and two for all gradients; composed of addNoise and biasAct. It refuses to draw noise.
 * @see Karras 2019, figure 1b
 */
import * as tf from '../gpu/tf.ts';
import { addNoise, noiseGradient } from './addNoise.ts';
import { biasAct } from './biasAct.ts';
import { defineFused, type OpInputs } from './defineFused.ts';
import { type Activation, gateFused } from './kernels/biasAct.ts';
import { styledActivationFused } from './kernels/styledActivation.ts';
import { styledActivationGradientFused } from './kernels/styledActivationGradient.ts';

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
type Name = 'x' | 'noise' | 'strength' | 'bias';

const activate = defineFused<Name, never, Settings>({
  name: 'StyledActivation',
  composed,
  forward: (inputs, settings) => [styledActivationFused(inputs, settings)],
  outputs: 1,
  gradient: (dy, { noise, strength, bias }, [y], settings) => {
    const inputs = { dy, y: y as tf.Tensor, noise, strength, bias };
    const { dx, dstrength, dbias } = styledActivationGradientFused(inputs, settings);
    return {
      x: dx,
      strength: dstrength,
      bias: dbias,
      noise: () => noiseValuesGradient(dy, y as tf.Tensor, noise, strength, settings),
    };
  },
});

/**
 * The gradient of the noise, of dy and y [N,H,W,C]; zero for other layers' noise. Of tfjs's ops, as only the projection of
 * pictures learns its noise. Caller disposes.
 */
export function noiseValuesGradient(
  dy: tf.Tensor,
  y: tf.Tensor,
  noise: tf.Tensor,
  strength: tf.Tensor,
  { slope, gain, noiseStart, noiseCount }: Settings,
): tf.Tensor {
  const [, height, width] = dy.shape as [number, number, number, number];
  const gated = tf.engine().makeTensorFromTensorInfo(gateFused(dy, y, { slope, gain }));
  const own = noiseGradient(gated, noiseCount / (height * width), tf.reshape(strength, [-1]));
  const after = noise.size - noiseStart - noiseCount;
  return tf.reshape(tf.pad(tf.reshape(own, [-1]), [[noiseStart, after]]), noise.shape);
}

function composed(
  { x, noise, strength, bias }: OpInputs<Name, never>,
  { slope, gain, noiseStart, noiseCount }: Settings,
): tf.Tensor {
  const [, height, width] = x.shape as [number, number, number, number];
  const flat = tf.reshape(noise, [-1]);
  const own = noise.size === noiseCount ? flat : tf.slice(flat, noiseStart, noiseCount);
  const planes = tf.reshape(own, [noiseCount / (height * width), height, width, 1]) as tf.Tensor4D;
  const noisy = addNoise(x as tf.Tensor4D, planes, tf.reshape(strength, [-1]) as tf.Tensor1D);
  return biasAct(noisy, bias as tf.Tensor1D, { slope, gain });
}

export interface Additions {
  readonly noise: NoisePlanes;
  /** A scalar, or [1 or C]. */
  readonly strength: tf.Tensor;
  /** [C]. */
  readonly bias: tf.Tensor1D;
}

/**
 * gain * leakyRelu(x + noise * strength + bias, slope). x [N,H,W,C] -> [N,H,W,C]. slope from 0 to 1, gain above 0. Caller
 * disposes. Any order.
 */
export function styledActivation(x: tf.Tensor4D, additions: Additions, { slope, gain }: Activation): tf.Tensor4D {
  const { noise, strength, bias } = additions;
  const range = noiseRange(x.shape, additions);
  return activate({ x, noise: noise.values, strength, bias }, { slope, gain, ...range }) as tf.Tensor4D;
}

/** Where the noise of pictures of that shape [N,H,W,C] lies; throws where something does not fit them. */
export function noiseRange(
  shape: readonly [number, number, number, number],
  { noise, strength, bias }: Additions,
): { noiseStart: number; noiseCount: number } {
  const [count, height, width, channels] = shape;
  const { values, start, planes } = noise;
  const noiseCount = planes * height * width;
  if ((planes !== count && planes !== 1) || start < 0 || start + noiseCount > values.size)
    throw new Error(`Pictures [${shape}] got ${planes} planes of noise from element ${start} of [${values.shape}].`);
  if ((strength.size !== 1 && strength.size !== channels) || bias.size !== channels)
    throw new Error(
      `Pictures [${shape}] got strength [${strength.shape}] and bias [${bias.shape}]: one strength or one a channel, one bias a channel.`,
    );
  return { noiseStart: start, noiseCount };
}
