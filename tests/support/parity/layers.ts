/** Our layers beside tests/golden/layer_cases.py: the same table by name, on the active backend. */
import * as tf from '../../../src/gpu/tf.ts';
import { denseLayer, leaky } from '../../../src/model/layers.ts';
import { variableOf } from '../../../src/model/paramStore.ts';
import { SMOOTH_TAPS } from '../../../src/model/pictures.ts';
import { adaIn } from '../../../src/ops/adaIn.ts';
import { addNoise } from '../../../src/ops/addNoise.ts';
import { blur2d } from '../../../src/ops/blur.ts';
import { conv2d } from '../../../src/ops/conv2d.ts';
import { demodulation } from '../../../src/ops/demodulation.ts';
import { minibatchStd } from '../../../src/ops/minibatchStd.ts';
import { pixelNorm } from '../../../src/ops/pixelNorm.ts';
import { downsample2d, upsample2d } from '../../../src/ops/resample.ts';
import { scaleChannels } from '../../../src/ops/scaleChannels.ts';
import { convDown2d, convUp2d } from '../../../src/ops/stridedConv.ts';
import { lossAndGradients } from '../../../src/training/gradients.ts';
import expected from '../../golden/expected/layers.json' with { type: 'json' };
import { drawnInput } from './cases.ts';
import { type Difference, differences, type Expected } from './expected.ts';

type Layer = (inputs: Record<string, tf.Tensor>) => tf.Tensor;
type T1 = tf.Tensor1D;
type T2 = tf.Tensor2D;
type T4 = tf.Tensor4D;

/** Equalised learning rate. */
const gainOf = (weight: tf.Tensor) => 1 / Math.sqrt(weight.size / (weight.shape.at(-1) as number));
const HALF = 0.5;
const BOX = [1, 1];

/** Modulation as the networks do it: the style scales activations, not weights. */
function modulated(x: tf.Tensor, style: tf.Tensor, weight: tf.Tensor, doubles: boolean): tf.Tensor {
  const [filter, styles, gain] = [weight as T4, style as T2, gainOf(weight)];
  const styled = scaleChannels(x as T4, styles);
  const convolved = doubles ? blur2d(convUp2d(styled, filter, gain), SMOOTH_TAPS, 1, 4) : conv2d(styled, filter, gain);
  return scaleChannels(convolved, demodulation(styles, filter, gain));
}

const LAYERS: Readonly<Record<keyof typeof expected, Layer>> = {
  pixelNorm: ({ x }) => pixelNorm(x as T2),
  dense: ({ x, weight, b }) =>
    denseLayer(
      new Map([
        ['layer.weight', weight as tf.Variable],
        ['layer.bias', b as tf.Variable],
      ]),
      'layer',
      x as T2,
      leaky,
      0.01,
    ),
  'conv 3x3': ({ x, weight }) => conv2d(x as T4, weight as T4, gainOf(weight as T4)),
  'conv 1x1': ({ x, weight }) => conv2d(x as T4, weight as T4, gainOf(weight as T4)),
  convUp: ({ x, weight }) => convUp2d(x as T4, weight as T4, HALF),
  convDown: ({ x, weight }) => convDown2d(x as T4, weight as T4, HALF),
  'blur before halving': ({ x }) => blur2d(x as T4, SMOOTH_TAPS, 2),
  'blur after doubling': ({ x }) => blur2d(x as T4, SMOOTH_TAPS, 1, 4),
  'upsample smooth': ({ x }) => upsample2d(x as T4, SMOOTH_TAPS),
  'upsample box': ({ x }) => upsample2d(x as T4, BOX),
  'downsample smooth': ({ x }) => downsample2d(x as T4, SMOOTH_TAPS),
  'downsample box': ({ x }) => downsample2d(x as T4, BOX),
  leaky: ({ x, b }) => leaky(x as T4, b as T1),
  noise: ({ x, strength, noise }) => addNoise(x as T4, noise as T4, strength as T1),
  adaIn: ({ x, scale, shift }) => adaIn(x as T4, scale as T2, shift as T2),
  demodulation: ({ style, weight }) => demodulation(style as T2, weight as T4, 0.3),
  modulated: ({ x, style, weight }) => modulated(x as T4, style as T4, weight as T4, false),
  'modulated doubling': ({ x, style, weight }) => modulated(x as T4, style as T4, weight as T4, true),
  toRGB: ({ x, style, weight }) => conv2d(scaleChannels(x as T4, style as T2), weight as T4, gainOf(weight as T4)),
  minibatchStd: ({ x }) => minibatchStd(x as T4, 3),
};

export async function layerDifferences(): Promise<Difference[]> {
  const all: Difference[] = [];
  for (const [name, layer] of Object.entries(LAYERS)) {
    const found = await differencesOfLayer(name, layer, expected[name as keyof typeof expected]);
    all.push(...found.map(({ what, error }) => ({ what: `${name}: ${what}`, error })));
  }
  return all;
}

/** Value, gradients, and the gradients of the first gradient's squared length where PyTorch gives them. */
async function differencesOfLayer(
  name: string,
  layer: Layer,
  { shapes, tensors }: Expected & { readonly shapes: Readonly<Record<string, readonly number[]>> },
): Promise<readonly Difference[]> {
  const inputs = new Map(Object.entries(shapes).map(([key, shape]) => [key, inputOf(`${name}.${key}`, shape)]));
  const [first, ...rest] = inputs;
  if (!first) throw new Error(`The layer ${name} has no inputs.`);
  const value = tf.tidy(() => layer(Object.fromEntries(inputs)));
  const probe = drawnInput(`${name}.probe`, value.shape);
  const product = (x: tf.Tensor) =>
    tf.sum(tf.mul(layer(Object.fromEntries([[first[0], x], ...rest])), probe)) as tf.Scalar;
  const results = new Map([['value', value]]);
  const add = (prefix: string, loss: () => tf.Scalar) => {
    const { value: total, gradients } = lossAndGradients(inputs, loss);
    total.dispose();
    for (const [key, gradient] of gradients) results.set(`${prefix} ${key}`, gradient);
  };
  add('d', () => product(first[1]));
  if (Object.keys(tensors).some((key) => key.startsWith('d2 ')))
    add('d2', () => tf.sum(tf.square(tf.grad(product)(first[1]))));
  const found = await differences({ tensors }, results);
  tf.dispose([...inputs.values(), ...results.values(), probe]);
  return found;
}

function inputOf(name: string, shape: readonly number[]): tf.Variable {
  const drawn = drawnInput(name, shape);
  const variable = variableOf(drawn.dataSync() as Float32Array, shape);
  drawn.dispose();
  return variable;
}
