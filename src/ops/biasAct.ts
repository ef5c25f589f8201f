/**
 * Bias, leaky ReLU and gain in one op, with its gate: gate(dy) = gain * dy where the activation is on its upper branch,
 * gain * slope * dy elsewhere. The gate is linear in dy and piecewise constant in x, so its gradient is the gate again.
 * It refuses other activations.
 */
import * as tf from '../gpu/tf.ts';
import { channelSum } from './channelSum.ts';
import { defineOp, type Op } from './defineOp.ts';
import { biasActFused, gateFused } from './kernels/biasAct.ts';
import { activateReference, gateReference } from './references/activation.ts';

type Activation = { slope: number; gain: number };

const activate: Op<Activation> = defineOp<Activation>({
  name: 'BiasAct',
  fused: ([x, bias], activation) => biasActFused(x as tf.Tensor, bias as tf.Tensor, activation),
  reference: ([x, bias], activation) => activateReference(tf.add(x as tf.Tensor, bias as tf.Tensor), activation),
  saves: [],
  savesOutput: true,
  gradient: (dy, [y], activation) => {
    // Both inputs want the gated gradient; the tape may have disposed the first one's by then.
    let shared: tf.Tensor | undefined;
    const gated = () => {
      if (!shared || shared.isDisposed) shared = gate([dy, y as tf.Tensor], activation);
      return shared;
    };
    return [gated, () => channelSum(gated())];
  },
});

const gate: Op<Activation> = defineOp<Activation>({
  name: 'BiasActGate',
  fused: ([dy, y], activation) => gateFused(dy as tf.Tensor, y as tf.Tensor, activation),
  reference: ([dy, y], activation) => gateReference(dy as tf.Tensor, y as tf.Tensor, activation),
  saves: [1],
  gradient: (upstream, [y], activation) => [
    () => gate([upstream, y as tf.Tensor], activation),
    () => tf.fill((y as tf.Tensor).shape, 0),
  ],
});

/**
 * gain * dy where y > 0, gain * slope * dy elsewhere; y the activation's output. Both of one shape. Caller disposes. Any
 * order in dy; y counts as constant.
 */
export function biasActGate<T extends tf.Tensor>(dy: T, y: tf.Tensor, { slope, gain }: Activation): T {
  return gate([dy, y], { slope, gain }) as T;
}

/**
 * gain * leakyRelu(x + bias, slope). x [...,C], bias [C] -> the shape of x. slope in [0,1] (1: linear), gain > 0 (the
 * gate reads the branch from the output's sign). Caller disposes. Differentiable to any order; at the kink the gradient
 * is the lower branch's.
 */
export function biasAct<T extends tf.Tensor>(x: T, bias: tf.Tensor1D, { slope, gain }: Activation): T {
  if (bias.rank !== 1 || x.shape[x.rank - 1] !== bias.shape[0])
    throw new Error(`biasAct got x [${x.shape}] and bias [${bias.shape}]: the bias must have one entry a channel.`);
  if (!(slope >= 0 && slope <= 1 && gain > 0))
    throw new Error(`biasAct takes a slope from 0 to 1 and a gain above 0, not slope ${slope} and gain ${gain}.`);
  return activate([x, bias], { slope, gain }) as T;
}
