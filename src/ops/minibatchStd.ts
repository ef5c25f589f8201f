/**
 * Minibatch standard deviation: one feature map that tells D how much its group of samples varies. Its gradient is an op
 * of its own, whose gradients are one kernel, or, where they will be differentiated, composed of tfjs ops. It refuses more
 * than one statistic channel.
 * @see Karras 2018, section 3; grouping as StyleGAN2
 */
import { isTaped } from '../gpu/tape.ts';
import type * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { filledTogether } from './filledTogether.ts';
import { minibatchStdCurvatureFused, minibatchStdFused, minibatchStdGradientFused } from './kernels/minibatchStd.ts';
import { runsFused } from './mode.ts';
import {
  minibatchStdCurvatureReference,
  minibatchStdGradientReference,
  minibatchStdReference,
} from './references/minibatchStd.ts';

type Grouping = { sets: number; size: number };

const deviation: Op<Grouping> = defineOp<Grouping>({
  name: 'MinibatchStd',
  fused: ([x], grouping) => minibatchStdFused(x as tf.Tensor, grouping),
  reference: ([x], grouping) => minibatchStdReference(x as tf.Tensor, grouping),
  saves: [0],
  gradient: (dy, [x], grouping) => [() => gradient([dy, x as tf.Tensor], grouping)],
});

const gradient: Op<Grouping> = defineOp<Grouping>({
  name: 'MinibatchStdGradient',
  fused: ([dy, x], grouping) => minibatchStdGradientFused(dy as tf.Tensor, x as tf.Tensor, grouping),
  reference: ([dy, x], grouping) => minibatchStdGradientReference(dy as tf.Tensor, x as tf.Tensor, grouping),
  saves: [0, 1],
  gradient: (upstream, saved, grouping) => {
    const [dy, x] = saved as [tf.Tensor, tf.Tensor];
    if (isTaped() || !runsFused()) return minibatchStdCurvatureReference(upstream, dy, x, grouping);
    return filledTogether([dy.shape, x.shape], (made) =>
      minibatchStdCurvatureFused(upstream, dy, x, grouping, made as [tf.TensorInfo, tf.TensorInfo]),
    );
  },
});

/**
 * x [N,H,W,C] -> [N,H,W,C+1]. The batch is `sets` batches of one size behind each other, never compared with each other.
 * In each of S samples, groups of g = min(group, S); sample n is member floor(n / (S/g)) of group n % (S/g). Throws when S
 * is no multiple of the group's size. Caller disposes. Any order.
 */
export function minibatchStd(x: tf.Tensor4D, group: number, sets = 1): tf.Tensor4D {
  const count = x.shape[0] / sets;
  const size = Math.min(group, count);
  if (!(size >= 1) || count % size)
    throw new Error(
      `A batch of ${count} does not divide into groups of ${size} for the minibatch deviation: choose mbstdGroup so that it divides the batch.`,
    );
  return deviation([x], { sets, size }) as tf.Tensor4D;
}
