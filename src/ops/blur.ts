/**
 * A separable low-pass FIR of 4 symmetric taps without resampling, zero beyond the border: it goes before a convolution
 * that halves and after one that doubles. Linear; the adjoint of padding 2 is padding 1 and the reverse. It refuses other
 * taps and paddings.
 * @see Karras 2020, "Analyzing and Improving", upfirdn2d
 */
import type * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { blurFused } from './kernels/blur.ts';
import { blurReference } from './references/blur.ts';

/** taps: those of each axis, with the root of the gain in them. */
type Blur = { taps: number[]; pad: number };

const TAPS = 4;
/** The two paddings together: each other's adjoint. */
const BOTH_PADS = 3;

const blur: Op<Blur> = defineOp<Blur>({
  name: 'Blur2d',
  fused: ([x], { taps, pad }) => blurFused(x as tf.Tensor, taps, pad),
  reference: ([x], { taps, pad }) => blurReference(x as tf.Tensor, taps, pad),
  saves: [],
  gradient: (dy, _, { taps, pad }) => [() => blur([dy], { taps, pad: BOTH_PADS - pad })],
});

/**
 * x [N,H,W,C] -> [N,H+1,W+1,C] for pad 2, [N,H-1,W-1,C] for pad 1. taps: [1,3,3,1], any scale: they are normalised so
 * that a flat picture keeps gain (above 0) times its value away from the border. Caller disposes. Any order.
 */
export function blur2d(x: tf.Tensor4D, taps: readonly number[], pad: 1 | 2, gain = 1): tf.Tensor4D {
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  const isSymmetric = taps.every((tap, index) => tap === taps[taps.length - 1 - index]);
  if (taps.length !== TAPS || !isSymmetric || !(total > 0) || !(gain > 0))
    throw new Error(`Blurring takes 4 symmetric taps and a gain, of positive sum both, not [${taps}] and ${gain}.`);
  if (pad === 1 && (x.shape[1] < 2 || x.shape[2] < 2))
    throw new Error(`Blurring with padding 1 takes pictures from 2x2, not [${x.shape}].`);
  const factor = Math.sqrt(gain) / total;
  return blur([x], { taps: taps.map((tap) => tap * factor), pad }) as tf.Tensor4D;
}
