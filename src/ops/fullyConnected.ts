/**
 * Dense layers: the plain product, and the product with bias and activation in one dispatch. Both families are closed:
 * product, its adjoint in the input and its adjoint in the weight, with the gate of the activation on either side, so
 * differentiable to any order; sums are in a fixed order (tfjs's matMul adds atomically at batch 1 and long inner axes). A
 * picture counts as a row of features with channels first, as PyTorch flattens it. It refuses to know whose layer it is.
 */
import { emptyTensor } from '../gpu/commandStream.ts';
import { isTaped } from '../gpu/tape.ts';
import * as tf from '../gpu/tf.ts';
import { biasActGate } from './biasAct.ts';
import { channelSum } from './channelSum.ts';
import { defineOp, type Op } from './defineOp.ts';
import { filledTogether } from './filledTogether.ts';
import type { Activation } from './kernels/biasAct.ts';
import {
  fullyConnectedFused,
  fullyConnectedInputFused,
  fullyConnectedWeightFused,
  type Gate,
} from './kernels/fullyConnected.ts';
import { runsFused } from './mode.ts';
import { activateReference, gateReference } from './references/activation.ts';
import {
  fullyConnectedInputReference,
  fullyConnectedReference,
  fullyConnectedWeightReference,
} from './references/fullyConnected.ts';

/** Of the product, and of the gate where there is one. */
type Product = { gain: number; slope: number; factor: number };
type Adjoint = Product & { shape: number[] };

interface Family {
  /** x, weight, y -> gate(gain * x weight). */
  readonly forward: Op<Product>;
  /** dy, weight, y -> gain * gate(dy) weight^T, of x's shape. */
  readonly input: Op<Adjoint>;
  /** x, dy, y -> gain * x^T gate(dy). */
  readonly weight: Op<Product>;
}

/** y decides the gate's branches; without it there is no gate. */
type Operands = [a: tf.Tensor, b: tf.Tensor, y?: tf.Tensor];

const activationOf = ({ slope, factor }: Product): Activation => ({ slope, gain: factor });
const gateOf = (y: tf.Tensor | undefined, product: Product): Gate | undefined =>
  y && { y, activation: activationOf(product) };

function defineFamily(name: string, isGated: boolean): Family {
  const saves = isGated ? [0, 1, 2] : [0, 1];
  const withGate = (a: tf.Tensor, b: tf.Tensor, y: tf.Tensor | undefined) => (y ? [a, b, y] : [a, b]);
  // Wherever the gate has a gradient, its branches stay as they are.
  const flat = (y: tf.Tensor | undefined) => (y ? [() => tf.fill(y.shape, 0)] : []);
  const family: Family = {
    forward: defineOp<Product>({
      name,
      fused: (inputs, product) => {
        const [x, weight, y] = inputs as Operands;
        const gate = gateOf(y, product);
        return fullyConnectedFused(x, weight, product.gain, gate ? { kind: 'gate', gate } : { kind: 'none' });
      },
      reference: (inputs, product) => {
        const [x, weight, y] = inputs as Operands;
        return gateReference(fullyConnectedReference(x, weight, product.gain), y, activationOf(product));
      },
      saves,
      gradient: (dy, saved, product) => {
        const [x, weight, y] = saved as Operands;
        return [
          () => family.input(withGate(dy, weight, y), { ...product, shape: x.shape }),
          () => family.weight(withGate(x, dy, y), product),
          ...flat(y),
        ];
      },
    }),
    input: defineOp<Adjoint>({
      name: `${name}Input`,
      fused: (inputs, { shape, ...product }) => {
        const [dy, weight, y] = inputs as Operands;
        return fullyConnectedInputFused(dy, weight, product.gain, shape, gateOf(y, product));
      },
      reference: (inputs, { shape, ...product }) => {
        const [dy, weight, y] = inputs as Operands;
        const gated = gateReference(dy, y, activationOf(product));
        return fullyConnectedInputReference(gated, weight, product.gain, shape);
      },
      saves,
      gradient: (upstream, saved, { shape: _, ...product }) => {
        const [dy, weight, y] = saved as Operands;
        return [
          () => family.forward(withGate(upstream, weight, y), product),
          () => family.weight(withGate(upstream, dy, y), product),
          ...flat(y),
        ];
      },
    }),
    weight: defineOp<Product>({
      name: `${name}Weight`,
      fused: (inputs, product) => {
        const [x, dy, y] = inputs as Operands;
        const made = emptyTensor([featuresOf(x), dy.shape[1] as number]);
        fullyConnectedWeightFused(x, dy, product.gain, gateOf(y, product), made);
        return made;
      },
      reference: (inputs, product) => {
        const [x, dy, y] = inputs as Operands;
        return fullyConnectedWeightReference(x, gateReference(dy, y, activationOf(product)), product.gain);
      },
      saves,
      gradient: (upstream, saved, product) => {
        const [x, dy, y] = saved as Operands;
        return [
          () => family.input(withGate(dy, upstream, y), { ...product, shape: x.shape }),
          () => family.forward(withGate(x, upstream, y), product),
          ...flat(y),
        ];
      },
    }),
  };
  return family;
}

const plain = defineFamily('FullyConnected', false);
const gated = defineFamily('FullyConnectedGated', true);

type Layer = Product & { biasGain: number };

const layer: Op<Layer> = defineOp<Layer>({
  name: 'FullyConnectedLayer',
  fused: ([x, weight, bias], { gain, biasGain, ...gate }) =>
    fullyConnectedFused(x as tf.Tensor, weight as tf.Tensor, gain, {
      kind: 'activate',
      bias: bias as tf.Tensor,
      biasGain,
      activation: { slope: gate.slope, gain: gate.factor },
    }),
  reference: ([x, weight, bias], { gain, biasGain, slope, factor }) => {
    const product = fullyConnectedReference(x as tf.Tensor, weight as tf.Tensor, gain);
    return activateReference(tf.add(product, tf.mul(bias as tf.Tensor, biasGain)), { slope, gain: factor });
  },
  saves: [0, 1],
  savesOutput: true,
  gradient: (dy, [x, weight, y], { biasGain, ...product }) => {
    const [input, features, output] = [x as tf.Tensor, weight as tf.Tensor, y as tf.Tensor];
    const dx = () => gated.input([dy, features, output], { ...product, shape: input.shape });
    if (isTaped() || !runsFused()) {
      const gate = { slope: product.slope, gain: product.factor * biasGain };
      return [dx, () => gated.weight([input, dy, output], product), () => channelSum(biasActGate(dy, output, gate))];
    }
    const shapes = [features.shape, [features.shape[1] as number]];
    const parameters = filledTogether(shapes, ([dweight, dbias]) => {
      const bias = { gradient: dbias as tf.TensorInfo, gain: biasGain };
      fullyConnectedWeightFused(input, dy, product.gain, gateOf(output, product), dweight as tf.TensorInfo, bias);
    });
    return [dx, ...parameters];
  },
});

/** gain * x weight. x [N,I] or [N,H,W,C] with I = HWC, weight [I,O] -> [N,O]. Caller disposes. Any order. */
export function fullyConnected(x: tf.Tensor, weight: tf.Tensor2D, gain: number): tf.Tensor2D {
  check(x, weight);
  return plain.forward([x, weight], { gain, slope: 1, factor: 1 }) as tf.Tensor2D;
}

/**
 * activation.gain * leakyRelu(gain * x weight + biasGain * bias, slope). x [N,I] or [N,H,W,C] with I = HWC, weight [I,O],
 * bias [O] -> [N,O]. slope from 0 to 1, activation.gain above 0. Caller disposes. Any order.
 */
export function fullyConnectedLayer(
  x: tf.Tensor,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
  { gain, biasGain, activation }: { gain: number; biasGain: number; activation: Activation },
): tf.Tensor2D {
  check(x, weight);
  if (bias.rank !== 1 || bias.size !== weight.shape[1])
    throw new Error(`fullyConnectedLayer got weight [${weight.shape}] and bias [${bias.shape}]: one bias an output.`);
  return layer([x, weight, bias], { gain, biasGain, slope: activation.slope, factor: activation.gain }) as tf.Tensor2D;
}

function check(x: tf.Tensor, weight: tf.Tensor2D): void {
  if (featuresOf(x) !== weight.shape[0] || (x.rank !== 2 && x.rank !== 4))
    throw new Error(`fullyConnected got [${x.shape}] but its weight [${weight.shape}] takes ${weight.shape[0]}.`);
}

function featuresOf(x: tf.Tensor): number {
  return x.size / (x.shape[0] as number);
}
