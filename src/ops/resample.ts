/**
 * Doubling and halving of pictures by a separable FIR, zero beyond the border, padded as StyleGAN2 does. Both linear;
 * upsampling is 4 times the adjoint of downsampling, so each is the other's gradient. It refuses factors other than 2.
 * @see Karras 2020, "Analyzing and Improving", upfirdn2d
 */
import * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { downsampleFused, upsampleFused } from './kernels/resample.ts';
import { downsampleReference, upsampleReference } from './references/resample.ts';

/** scale multiplies the result: a gradient carries the 4 or 1/4 between an op and the other's adjoint. */
type Fir = { taps: number[]; scale: number };

/** Doubling both axes quarters the density of the samples. */
const AREA = 4;

const up: Op<Fir> = defineOp<Fir>({
  name: 'Upsample2d',
  fused: ([x], fir) => upsampleFused(x as tf.Tensor, fir),
  reference: ([x], { taps, scale }) => scaled(upsampleReference(x as tf.Tensor, taps), scale),
  saves: [],
  gradient: (dy, _, { taps, scale }) => [() => down([dy], { taps, scale: scale * AREA })],
});

const down: Op<Fir> = defineOp<Fir>({
  name: 'Downsample2d',
  fused: ([x], fir) => downsampleFused(x as tf.Tensor, fir),
  reference: ([x], { taps, scale }) => scaled(downsampleReference(x as tf.Tensor, taps), scale),
  saves: [],
  gradient: (dy, _, { taps, scale }) => [() => up([dy], { taps, scale: scale / AREA })],
});

/**
 * x [N,H,W,C] -> [N,2H,2W,C]. taps: [1,1] (nearest) or [1,3,3,1], any scale: they are normalised so that a flat picture
 * keeps its value away from the border. Caller disposes. Any order.
 */
export function upsample2d(x: tf.Tensor4D, taps: readonly number[]): tf.Tensor4D {
  return up([x], { taps: normalised(taps), scale: 1 }) as tf.Tensor4D;
}

/** x [N,H,W,C] with H and W even -> [N,H/2,W/2,C]. taps: [1,1] (2x2 mean) or [1,3,3,1]. Caller disposes. Any order. */
export function downsample2d(x: tf.Tensor4D, taps: readonly number[]): tf.Tensor4D {
  if (x.shape[1] % 2 || x.shape[2] % 2)
    throw new Error(`downsample2d halves even heights and widths, not [${x.shape}].`);
  return down([x], { taps: normalised(taps), scale: 1 }) as tf.Tensor4D;
}

const TAP_COUNTS = [2, 4];

function normalised(taps: readonly number[]): number[] {
  const isSymmetric = taps.every((tap, index) => tap === taps[taps.length - 1 - index]);
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  if (!TAP_COUNTS.includes(taps.length) || !isSymmetric || !(total > 0))
    throw new Error(`Resampling takes 2 or 4 symmetric taps of positive sum, not [${taps}].`);
  return taps.map((tap) => tap / total);
}

function scaled(x: tf.Tensor, scale: number): tf.Tensor {
  return scale === 1 ? x : tf.mul(x, scale);
}
