/**
 * Convolution with stride 1 and zero padding 'same', and its two adjoints: bilinear, each one's gradient is made of the
 * other two, so the family can be differentiated to any order. It refuses even kernels, strides and dilation.
 */
import type * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { conv2dFilterFused } from './kernels/conv2dFilter.ts';
import { conv2dFused, conv2dInputFused } from './kernels/conv2dForward.ts';
import { conv2dFilterReference, conv2dInputReference, conv2dReference } from './references/conv2d.ts';

type Gain = { gain: number };
type FilterAttributes = { gain: number; kernel: number };

const forward: Op<Gain> = defineOp<Gain>({
  name: 'Conv2d',
  fused: ([x, filter], { gain }) => conv2dFused(x as tf.Tensor, filter as tf.Tensor, gain),
  reference: ([x, filter], { gain }) => conv2dReference(x as tf.Tensor, filter as tf.Tensor, gain),
  saves: [0, 1],
  gradient: (dy, [x, filter], { gain }) => [
    () => inputGradient([dy, filter as tf.Tensor], { gain }),
    () => filterGradient([x as tf.Tensor, dy], { gain, kernel: kernelOf(filter as tf.Tensor) }),
  ],
});

const inputGradient: Op<Gain> = defineOp<Gain>({
  name: 'Conv2dInput',
  fused: ([dy, filter], { gain }) => conv2dInputFused(dy as tf.Tensor, filter as tf.Tensor, gain),
  reference: ([dy, filter], { gain }) => conv2dInputReference(dy as tf.Tensor, filter as tf.Tensor, gain),
  saves: [0, 1],
  gradient: (upstream, [dy, filter], { gain }) => [
    () => forward([upstream, filter as tf.Tensor], { gain }),
    () => filterGradient([upstream, dy as tf.Tensor], { gain, kernel: kernelOf(filter as tf.Tensor) }),
  ],
});

const filterGradient: Op<FilterAttributes> = defineOp<FilterAttributes>({
  name: 'Conv2dFilter',
  fused: ([x, dy], { kernel, gain }) => conv2dFilterFused(x as tf.Tensor, dy as tf.Tensor, kernel, gain),
  reference: ([x, dy], { kernel, gain }) => conv2dFilterReference(x as tf.Tensor, dy as tf.Tensor, kernel, gain),
  saves: [0, 1],
  gradient: (upstream, [x, dy], { gain }) => [
    () => inputGradient([dy as tf.Tensor, upstream], { gain }),
    () => forward([x as tf.Tensor, upstream], { gain }),
  ],
});

/**
 * gain * (x convolved with filter). x [N,H,W,I], filter [k,k,I,O] with k odd -> [N,H,W,O]. Caller disposes.
 * Differentiable to any order in x and filter.
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, gain: number): tf.Tensor4D {
  checkSame(x, filter);
  return forward([x, filter], { gain }) as tf.Tensor4D;
}

/** The adjoint of conv2d in x. dy [N,H,W,O], filter [k,k,I,O] -> [N,H,W,I]. Caller disposes. Any order. */
export function conv2dInputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, gain: number): tf.Tensor4D {
  checkFilter(filter);
  if (dy.shape[3] !== filter.shape[3])
    throw new Error(
      `conv2dInputGradient got [${dy.shape}] but filter [${filter.shape}] gives ${filter.shape[3]} channels.`,
    );
  return inputGradient([dy, filter], { gain }) as tf.Tensor4D;
}

/** The adjoint of conv2d in the filter. x [N,H,W,I], dy [N,H,W,O] -> [k,k,I,O]. Caller disposes. Any order. */
export function conv2dFilterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, kernel: number, gain: number): tf.Tensor4D {
  if (kernel % 2 !== 1) throw new Error(`conv2dFilterGradient takes odd kernels, not ${kernel}.`);
  if (x.shape.slice(0, 3).join() !== dy.shape.slice(0, 3).join())
    throw new Error(
      `conv2dFilterGradient got x [${x.shape}] and dy [${dy.shape}]: batch, height and width must agree.`,
    );
  return filterGradient([x, dy], { kernel, gain }) as tf.Tensor4D;
}

function kernelOf(filter: tf.Tensor): number {
  return filter.shape[0] as number;
}

/** Throws unless x can be convolved with the filter. */
export function checkSame(x: tf.Tensor4D, filter: tf.Tensor4D): void {
  checkFilter(filter);
  if (x.shape[3] !== filter.shape[2])
    throw new Error(`conv2d got [${x.shape}] but its filter [${filter.shape}] takes ${filter.shape[2]} channels.`);
}

function checkFilter(filter: tf.Tensor4D): void {
  const [height, width] = filter.shape;
  if (height !== width || height % 2 !== 1)
    throw new Error(`The filter [${filter.shape}] is not square with an odd side: conv2d takes no other.`);
}
