/**
 * Layers with equalised learning rate: weights are stored at N(0, 1) and scaled by 1 / sqrt(fan in) where they are used.
 * They hold no state; parameters come from the store by name. All are safe to differentiate twice.
 * @see Karras 2018, section 4.1
 */
import * as tf from '../gpu/tf.ts';
import { biasAct } from '../ops/biasAct.ts';
import { conv2d } from '../ops/conv2d.ts';
import { convActivated, convBranching } from '../ops/convLayer.ts';
import { fullyConnected, fullyConnectedLayer } from '../ops/fullyConnected.ts';
import type { Activation } from '../ops/kernels/biasAct.ts';
import { convDown2d } from '../ops/stridedConv.ts';
import { LRELU_GAIN, LRELU_SLOPE } from './networkShape.ts';
import { type ParamSpec, type ParamStore, param } from './paramStore.ts';

/** Bias, non-linearity and a gain on its result; tests may put a smooth one in its place. */
export interface Activate {
  <T extends tf.Tensor>(x: T, bias: tf.Tensor1D, gain?: number): T;
  /** What it does where it is a leaky ReLU, so that layers may compute it with the rest. */
  readonly activation?: Activation;
}

function activateBy(activation: Activation): Activate {
  const apply = <T extends tf.Tensor>(x: T, bias: tf.Tensor1D, gain = 1): T =>
    biasAct(x, bias, { slope: activation.slope, gain: activation.gain * gain });
  return Object.assign(apply, { activation });
}

/** sqrt(2) * gain * leakyRelu(x + bias). */
export const leaky: Activate = activateBy({ slope: LRELU_SLOPE, gain: LRELU_GAIN });

/** gain * (x + bias). */
export const linear: Activate = activateBy({ slope: 1, gain: 1 });

export function convSpecs(name: string, kernel: number, from: number, to: number): ParamSpec[] {
  return [
    { name: `${name}.weight`, shape: [kernel, kernel, from, to], init: { kind: 'normal', std: 1 } },
    { name: `${name}.bias`, shape: [to], init: { kind: 'fill', value: 0 } },
  ];
}

/** lrMultiplier < 1 makes the layer learn slower: it is stored larger and scaled down where used. `bias`: its first value. */
export function denseSpecs(name: string, from: number, to: number, lrMultiplier = 1, bias = 0): ParamSpec[] {
  return [
    { name: `${name}.weight`, shape: [from, to], init: { kind: 'normal', std: 1 / lrMultiplier } },
    { name: `${name}.bias`, shape: [to], init: { kind: 'fill', value: bias } },
  ];
}

/** x [N,H,W,I] -> [N,H,W,O], without bias, times gain. */
export function convolve(params: ParamStore, name: string, x: tf.Tensor4D, gain = 1): tf.Tensor4D {
  const { filter, gain: equalized } = filterOf(params, name);
  return conv2d(x, filter, gain * equalized);
}

/** The layer's filter [k,k,I,O] as stored, and the gain 1 / sqrt(k k I) with which it is used. */
export function filterOf(params: ParamStore, name: string): { readonly filter: tf.Tensor4D; readonly gain: number } {
  const filter = param(params, `${name}.weight`) as tf.Tensor as tf.Tensor4D;
  const [kernelHeight, kernelWidth, from] = filter.shape;
  return { filter, gain: 1 / Math.sqrt(kernelHeight * kernelWidth * from) };
}

export function biasOf(params: ParamStore, name: string): tf.Tensor1D {
  return param(params, `${name}.bias`) as tf.Tensor as tf.Tensor1D; // [O]
}

/** x [N,H,W,I] -> [N,H,W,O]; every second pixel, from odd sides, for stride 2. gain: on the result. */
export function convLayer(
  params: ParamStore,
  name: string,
  x: tf.Tensor4D,
  activate: Activate,
  { stride = 1, gain = 1 }: { readonly stride?: 1 | 2; readonly gain?: number } = {},
): tf.Tensor4D {
  const { filter, gain: filterGain } = filterOf(params, name);
  const bias = biasOf(params, name);
  const { activation } = activate;
  if (activation)
    return convActivated(x, filter, bias, {
      filterGain,
      stride,
      slope: activation.slope,
      gain: gain * activation.gain,
    });
  const convolved = stride === 1 ? conv2d(x, filter, filterGain) : convDown2d(x, filter, filterGain);
  return activate(convolved, bias, gain);
}

/** convLayer, and x itself for another branch; see convBranching. */
export function branchingLayer(
  params: ParamStore,
  name: string,
  x: tf.Tensor4D,
  activate: Activate,
): readonly [y: tf.Tensor4D, x: tf.Tensor4D] {
  const { activation } = activate;
  if (!activation) return [convLayer(params, name, x, activate), x];
  const { filter, gain: filterGain } = filterOf(params, name);
  return convBranching(x, filter, biasOf(params, name), { filterGain, ...activation });
}

/** x [N,I], or [N,H,W,C] with I = HWC as features with channels first -> [N,O]. */
export function denseLayer(
  params: ParamStore,
  name: string,
  x: tf.Tensor,
  activate: Activate,
  lrMultiplier = 1,
): tf.Tensor2D {
  const weight = param(params, `${name}.weight`) as tf.Tensor as tf.Tensor2D; // [I,O]
  const bias = biasOf(params, name);
  const gain = lrMultiplier / Math.sqrt(weight.shape[0]);
  const { activation } = activate;
  if (activation) return fullyConnectedLayer(x, weight, bias, { gain, biasGain: lrMultiplier, activation });
  return activate(fullyConnected(x, weight, gain), tf.mul(bias, lrMultiplier));
}
