/**
 * Layers with equalised learning rate: weights are stored at N(0, 1) and scaled by 1 / sqrt(fan in) where they are used.
 * They hold no state; parameters come from the store by name. All are safe to differentiate twice.
 * @see Karras 2018, section 4.1
 */
import * as tf from '../gpu/tf.ts';
import { biasAct } from '../ops/biasAct.ts';
import { conv2d } from '../ops/conv2d.ts';
import { fullyConnected } from '../ops/fullyConnected.ts';
import { LRELU_GAIN, LRELU_SLOPE } from './networkShape.ts';
import { type ParamSpec, type ParamStore, param } from './paramStore.ts';

/** Bias and non-linearity of a layer; tests may put a smooth one in its place. */
export type Activate = <T extends tf.Tensor>(x: T, bias: tf.Tensor1D) => T;

/** gain * leakyRelu(x + bias). */
export const leaky: Activate = (x, bias) => biasAct(x, bias, { slope: LRELU_SLOPE, gain: LRELU_GAIN });

/** x + bias. */
export const linear: Activate = (x, bias) => biasAct(x, bias, { slope: 1, gain: 1 });

export function convSpecs(name: string, kernel: number, from: number, to: number): ParamSpec[] {
  return [
    { name: `${name}.weight`, shape: [kernel, kernel, from, to], init: { kind: 'normal', std: 1 } },
    { name: `${name}.bias`, shape: [to], init: { kind: 'fill', value: 0 } },
  ];
}

/** lrMultiplier < 1 makes the layer learn slower: it is stored larger and scaled down where used. */
export function denseSpecs(name: string, from: number, to: number, lrMultiplier = 1): ParamSpec[] {
  return [
    { name: `${name}.weight`, shape: [from, to], init: { kind: 'normal', std: 1 / lrMultiplier } },
    { name: `${name}.bias`, shape: [to], init: { kind: 'fill', value: 0 } },
  ];
}

/** x [N,H,W,I] -> [N,H,W,O], without bias, times gain. */
export function convolve(params: ParamStore, name: string, x: tf.Tensor4D, gain = 1): tf.Tensor4D {
  const weight = param(params, `${name}.weight`) as tf.Tensor as tf.Tensor4D; // [k,k,I,O]
  const [kernelHeight, kernelWidth, from] = weight.shape;
  return conv2d(x, weight, gain / Math.sqrt(kernelHeight * kernelWidth * from));
}

export function biasOf(params: ParamStore, name: string): tf.Tensor1D {
  return param(params, `${name}.bias`) as tf.Tensor as tf.Tensor1D; // [O]
}

/** x [N,H,W,I] -> [N,H,W,O]. */
export function convLayer(params: ParamStore, name: string, x: tf.Tensor4D, activate: Activate): tf.Tensor4D {
  return activate(convolve(params, name, x), biasOf(params, name));
}

/** x [N,I] -> [N,O]. */
export function denseLayer(
  params: ParamStore,
  name: string,
  x: tf.Tensor2D,
  activate: Activate,
  lrMultiplier = 1,
): tf.Tensor2D {
  const weight = param(params, `${name}.weight`) as tf.Tensor as tf.Tensor2D; // [I,O]
  const bias = biasOf(params, name);
  const y = fullyConnected(x, weight, lrMultiplier / Math.sqrt(weight.shape[0]));
  return activate(y, lrMultiplier === 1 ? bias : tf.mul(bias, lrMultiplier));
}
