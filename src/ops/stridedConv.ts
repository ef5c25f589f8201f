/**
 * Convolution with stride 2 and no padding, its transpose, and the filter gradient of both: bilinear, each one's gradient
 * is made of the other two, so the family can be differentiated to any order. It refuses kernels other than 3x3.
 * @see Karras 2020, "Analyzing and Improving": the resampling layers of both networks
 */
import type * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { conv2dFilterFused } from './kernels/conv2dFilter.ts';
import { conv2dFused, convDownInputFused, convUpFused, convUpInputFused } from './kernels/conv2dForward.ts';
import {
  convDownReference,
  convUpReference,
  exchangedReference,
  stridedFilterReference,
} from './references/stridedConv.ts';

/** isExchanged: the filter is stored (or its gradient written) with its channel axes exchanged, for the adjoint. */
type Attributes = { gain: number; isExchanged: boolean };

const KERNEL = 3;
const STRIDE = 2;

const down: Op<Attributes> = defineOp<Attributes>({
  name: 'ConvDown2d',
  fused: ([x, filter], { gain, isExchanged }) =>
    isExchanged
      ? convUpInputFused(x as tf.Tensor, filter as tf.Tensor, gain)
      : conv2dFused(x as tf.Tensor, filter as tf.Tensor, gain, STRIDE),
  reference: ([x, filter], { gain, isExchanged }) =>
    convDownReference(x as tf.Tensor, exchangedReference(filter as tf.Tensor, isExchanged), gain),
  saves: [0, 1],
  gradient: (dy, [x, filter], { gain, isExchanged }) => [
    () => up([dy, filter as tf.Tensor], { gain, isExchanged: !isExchanged }),
    () => filterGradient([x as tf.Tensor, dy], { gain, isExchanged }),
  ],
});

const up: Op<Attributes> = defineOp<Attributes>({
  name: 'ConvUp2d',
  fused: ([x, filter], { gain, isExchanged }) =>
    isExchanged
      ? convDownInputFused(x as tf.Tensor, filter as tf.Tensor, gain)
      : convUpFused(x as tf.Tensor, filter as tf.Tensor, gain),
  reference: ([x, filter], { gain, isExchanged }) =>
    convUpReference(x as tf.Tensor, exchangedReference(filter as tf.Tensor, isExchanged), gain),
  saves: [0, 1],
  gradient: (dy, [x, filter], { gain, isExchanged }) => [
    () => down([dy, filter as tf.Tensor], { gain, isExchanged: !isExchanged }),
    () => filterGradient([dy, x as tf.Tensor], { gain, isExchanged: !isExchanged }),
  ],
});

const filterGradient: Op<Attributes> = defineOp<Attributes>({
  name: 'StridedConvFilter',
  fused: ([large, small], { gain, isExchanged }) =>
    conv2dFilterFused(large as tf.Tensor, small as tf.Tensor, KERNEL, gain, STRIDE, { isExchanged }),
  reference: ([large, small], { gain, isExchanged }) =>
    exchangedReference(stridedFilterReference(large as tf.Tensor, small as tf.Tensor, KERNEL, gain), isExchanged),
  saves: [0, 1],
  gradient: (upstream, [large, small], { gain, isExchanged }) => [
    () => up([small as tf.Tensor, upstream], { gain, isExchanged: !isExchanged }),
    () => down([large as tf.Tensor, upstream], { gain, isExchanged }),
  ],
});

/**
 * gain * (x convolved with filter, every second pixel). x [N,2h+1,2w+1,I], filter [3,3,I,O] -> [N,h,w,O], no padding.
 * Caller disposes. Any order.
 */
export function convDown2d(x: tf.Tensor4D, filter: tf.Tensor4D, gain: number): tf.Tensor4D {
  checkDown(x, filter);
  return down([x, filter], { gain, isExchanged: false }) as tf.Tensor4D;
}

/**
 * gain * (transposed convolution): pixel (i,j) of x adds x W to the 3x3 pixels from (2i,2j). x [N,h,w,I], filter [3,3,I,O]
 * -> [N,2h+1,2w+1,O]: PyTorch's conv_transpose2d of stride 2. Caller disposes. Any order.
 */
export function convUp2d(x: tf.Tensor4D, filter: tf.Tensor4D, gain: number): tf.Tensor4D {
  checkFilter(x, filter);
  return up([x, filter], { gain, isExchanged: false }) as tf.Tensor4D;
}

/**
 * The adjoint of convDown2d in the filter: large [N,2h+1,2w+1,I], small [N,h,w,O] -> [3,3,I,O]. With both channel axes
 * exchanged it is that of convUp2d. Caller disposes. Any order.
 */
export function stridedFilterGradient(large: tf.Tensor4D, small: tf.Tensor4D, gain: number): tf.Tensor4D {
  checkLarge(large);
  const [count, height, width] = small.shape;
  if (large.shape.slice(0, -1).join() !== [count, 2 * height + 1, 2 * width + 1].join())
    throw new Error(
      `stridedFilterGradient got [${large.shape}] and [${small.shape}]: the first must be of size 2h+1 by 2w+1 over the second's h by w.`,
    );
  return filterGradient([large, small], { gain, isExchanged: false }) as tf.Tensor4D;
}

/** The adjoint of convDown2d in x. dy [N,h,w,O], filter [3,3,I,O] -> [N,2h+1,2w+1,I]. Caller disposes. Any order. */
export function convDown2dInputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, gain: number): tf.Tensor4D {
  return up([dy, filter], { gain, isExchanged: true }) as tf.Tensor4D;
}

/** Throws unless x can be halved by the filter. */
export function checkDown(x: tf.Tensor4D, filter: tf.Tensor4D): void {
  checkFilter(x, filter);
  checkLarge(x);
}

function checkFilter(x: tf.Tensor4D, filter: tf.Tensor4D): void {
  const [height, width, from] = filter.shape;
  if (height !== KERNEL || width !== KERNEL)
    throw new Error(`The filter [${filter.shape}] is not 3x3: convolutions of stride 2 take no other.`);
  if (x.shape[3] !== from)
    throw new Error(
      `A convolution of stride 2 got [${x.shape}] but its filter [${filter.shape}] takes ${from} channels.`,
    );
}

function checkLarge({ shape }: tf.Tensor4D): void {
  const [, height, width] = shape;
  if (height % 2 !== 1 || width % 2 !== 1 || height < KERNEL || width < KERNEL)
    throw new Error(`Halving by a 3x3 convolution takes odd heights and widths from 3, not [${shape}].`);
}
