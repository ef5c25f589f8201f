/**
 * A convolution with what follows it in one dispatch: bias and activation, or a sum with another branch. The gradients are
 * made of the convolution families and the gate, so of any order; where they will not be differentiated, the gate, the
 * filter's and the bias's gradient share kernels. It refuses to double.
 */
import { isTaped } from '../gpu/tape.ts';
import * as tf from '../gpu/tf.ts';
import { biasActGate } from './biasAct.ts';
import { channelSum } from './channelSum.ts';
import { checkSame, conv2dFilterGradient, conv2dInputGradient } from './conv2d.ts';
import { type BranchingOp, defineBranchingOp, defineOp, type Op } from './defineOp.ts';
import { filledTogether } from './filledTogether.ts';
import type { Activation } from './kernels/biasAct.ts';
import { conv2dFilterFused } from './kernels/conv2dFilter.ts';
import { conv2dFused, conv2dInputFused, convDownInputFused } from './kernels/conv2dForward.ts';
import { gateSumsFused } from './kernels/gateSums.ts';
import { release } from './kernels/wgsl.ts';
import { runsFused } from './mode.ts';
import { activateReference } from './references/activation.ts';
import { conv2dReference } from './references/conv2d.ts';
import { convDownReference } from './references/stridedConv.ts';
import { checkDown, convDown2dInputGradient, stridedFilterGradient } from './stridedConv.ts';

type Stride = 1 | 2;
type Product = { filterGain: number; stride: number };
type Layer = Product & { slope: number; gain: number };

interface Operands {
  readonly x: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
}

function convolvedReference({ x, filter }: Operands, { filterGain, stride }: Product): tf.Tensor {
  return stride === 1 ? conv2dReference(x, filter, filterGain) : convDownReference(x, filter, filterGain);
}

function inputGradient(dy: tf.Tensor, filter: tf.Tensor4D, { filterGain, stride }: Product): tf.Tensor {
  const given = dy as tf.Tensor4D;
  return stride === 1
    ? conv2dInputGradient(given, filter, filterGain)
    : convDown2dInputGradient(given, filter, filterGain);
}

function filterGradient(dy: tf.Tensor, { x, filter }: Operands, { filterGain, stride }: Product): tf.Tensor {
  const given = dy as tf.Tensor4D;
  return stride === 1
    ? conv2dFilterGradient(x, given, filter.shape[0], filterGain)
    : stridedFilterGradient(x, given, filterGain);
}

/** Inputs: bias, filter, x. The tape asks for gradients in this order: who wants the bias's wants the filter's. */
const forward = {
  fused: ([bias, filter, x]: readonly tf.Tensor[], { filterGain, stride, slope, gain }: Layer) =>
    conv2dFused(x as tf.Tensor, filter as tf.Tensor, filterGain, stride as Stride, {
      bias: bias as tf.Tensor,
      activation: { slope, gain },
    }),
  reference: ([bias, filter, x]: readonly tf.Tensor[], { slope, gain, ...product }: Layer) => {
    const operands = { x, filter } as Operands;
    return activateReference(tf.add(convolvedReference(operands, product), bias as tf.Tensor), { slope, gain });
  },
  saves: [1, 2],
  savesOutput: true,
};

const activated: Op<Layer> = defineOp<Layer>({
  ...forward,
  name: 'ConvActivated',
  gradient: (dy, saved, layer) => gradientsOf(dy, saved, layer),
});

const branching: BranchingOp<Layer> = defineBranchingOp<Layer>({
  ...forward,
  name: 'ConvBranching',
  handsOn: 2,
  gradient: gradientsOf,
});

/** sentBack: to be added to x's. */
function gradientsOf(
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
  { slope, gain, ...product }: Layer,
  sentBack?: tf.Tensor,
): Thunk[] {
  const [filter, x, y] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor];
  const make = isTaped() || !runsFused() ? composedGradients : fusedGradients;
  return make(dy, { x, filter }, y, { slope, gain }, product, sentBack);
}

function composedGradients(
  dy: tf.Tensor,
  operands: Operands,
  y: tf.Tensor,
  activation: Activation,
  product: Product,
  sentBack: tf.Tensor | undefined,
): Thunk[] {
  // Several thunks want the gated gradient; the tape may have disposed the first one's by then.
  let shared: tf.Tensor | undefined;
  const gated = () => {
    if (!shared || shared.isDisposed) shared = biasActGate(dy, y, activation);
    return shared;
  };
  return [
    () => channelSum(gated()),
    () => filterGradient(gated(), operands, product),
    () => {
      const dx = inputGradient(gated(), operands.filter, product);
      return sentBack ? tf.add(dx, sentBack) : dx;
    },
  ];
}

function fusedGradients(
  dy: tf.Tensor,
  { x, filter }: Operands,
  y: tf.Tensor,
  activation: Activation,
  product: Product,
  sentBack: tf.Tensor | undefined,
): Thunk[] {
  let isGated = false;
  const shapes = [[dy.shape[3] as number], filter.shape, dy.shape];
  const [dbias, dfilter, gated] = filledTogether(shapes, (made) => {
    const [bias, weights, pictures] = made as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
    const { sums, planes } = gateSumsFused(dy, y, activation, pictures);
    conv2dFilterFused(x, pictures, filter.shape[0], product.filterGain, product.stride as Stride, {
      into: weights,
      beside: [{ sums, planes, total: bias }],
    });
    release(sums);
    isGated = true;
  }) as [Thunk, Thunk, Thunk];
  const dx = () => {
    const through = isGated ? gated() : biasActGate(dy, y, activation);
    const run = product.stride === 1 ? conv2dInputFused : convDownInputFused;
    const result = run(through, filter, product.filterGain, { residual: sentBack });
    through.dispose();
    return tf.engine().makeTensorFromTensorInfo(result);
  };
  return [dbias, dfilter, dx];
}

type Thunk = () => tf.Tensor;

const added: Op<Product> = defineOp<Product>({
  name: 'ConvAdded',
  fused: ([addend, filter, x], { filterGain, stride }) =>
    conv2dFused(x as tf.Tensor, filter as tf.Tensor, filterGain, stride as Stride, { residual: addend as tf.Tensor }),
  reference: ([addend, filter, x], product) =>
    tf.add(convolvedReference({ x, filter } as Operands, product), addend as tf.Tensor),
  saves: [1, 2],
  gradient: (dy, saved, product) => {
    const [filter, x] = saved as [tf.Tensor4D, tf.Tensor4D];
    return [
      () => tf.clone(dy),
      () => filterGradient(dy, { x, filter }, product),
      () => inputGradient(dy, filter, product),
    ];
  },
});

export interface ConvLayer extends Activation {
  /** With which the filter is used. */
  readonly filterGain: number;
  /** 2: every second pixel, from pictures of odd sides. */
  readonly stride?: Stride;
}

/**
 * gain * leakyRelu(filterGain * (x convolved with filter) + bias, slope), zero padding 'same'. x [N,H,W,I], filter [k,k,I,O]
 * with k odd, bias [O] -> [N,H,W,O]; for stride 2: x [N,2H+1,2W+1,I], k = 3, no padding. slope from 0 to 1, gain above 0.
 * Caller disposes. Any order.
 */
export function convActivated(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D,
  { filterGain, stride = 1, slope, gain }: ConvLayer,
): tf.Tensor4D {
  check(x, filter, stride);
  checkBias(filter, bias);
  return activated([bias, filter, x], { filterGain, stride, slope, gain }) as tf.Tensor4D;
}

/**
 * convActivated, and x itself for another branch, whose gradient this layer's adds to its own. Both must be used. Any order.
 */
export function convBranching(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D,
  { filterGain, stride = 1, slope, gain }: ConvLayer,
): readonly [y: tf.Tensor4D, x: tf.Tensor4D] {
  check(x, filter, stride);
  checkBias(filter, bias);
  return branching([bias, filter, x], { filterGain, stride, slope, gain }) as readonly [tf.Tensor4D, tf.Tensor4D];
}

function checkBias(filter: tf.Tensor4D, bias: tf.Tensor1D): void {
  if (bias.rank !== 1 || bias.size !== filter.shape[3])
    throw new Error(`convActivated got filter [${filter.shape}] and bias [${bias.shape}]: one bias a channel.`);
}

/** addend + filterGain * (x convolved with filter), stride 1. addend [N,H,W,O]. Caller disposes. Any order. */
export function convAdded(x: tf.Tensor4D, filter: tf.Tensor4D, addend: tf.Tensor4D, filterGain: number): tf.Tensor4D {
  check(x, filter, 1);
  const shape = [...x.shape.slice(0, 3), filter.shape[3]];
  if (addend.shape.join() !== shape.join())
    throw new Error(`convAdded got x [${x.shape}] and an addend [${addend.shape}], which must be [${shape}].`);
  return added([addend, filter, x], { filterGain, stride: 1 }) as tf.Tensor4D;
}

function check(x: tf.Tensor4D, filter: tf.Tensor4D, stride: Stride): void {
  if (stride === 2) checkDown(x, filter);
  else checkSame(x, filter);
}
