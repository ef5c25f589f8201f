/**
 * The sum over everything but the last axis (a bias's gradient) and its adjoint, the broadcast along the last axis. Both
 * linear, each the other's gradient. It refuses other axes.
 */
import * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { channelBroadcastFused, channelSumFused } from './kernels/channelSum.ts';

type Shape = { shape: number[] };

const sum: Op<Record<string, never>> = defineOp<Record<string, never>>({
  name: 'ChannelSum',
  fused: ([x]) => channelSumFused(x as tf.Tensor),
  reference: ([x]) => tf.sum(tf.reshape(x as tf.Tensor, [-1, lastOf(x as tf.Tensor)]), 0),
  saves: [0],
  gradient: (dy, [x]) => [() => broadcast([dy], { shape: (x as tf.Tensor).shape })],
});

const broadcast: Op<Shape> = defineOp<Shape>({
  name: 'ChannelBroadcast',
  fused: ([x], { shape }) => channelBroadcastFused(x as tf.Tensor, shape),
  reference: ([x], { shape }) => tf.add(tf.fill(shape, 0), x as tf.Tensor),
  saves: [],
  gradient: (dy) => [() => sum([dy], {})],
});

/** x [...,C] -> [C]. Caller disposes. Any order. */
export function channelSum(x: tf.Tensor): tf.Tensor1D {
  return sum([x], {}) as tf.Tensor1D;
}

/** x [...] -> [count,...], the same `count` times. Caller disposes. Any order: its gradient is the channelSum. */
export function repeated(x: tf.Tensor, count: number): tf.Tensor {
  return tf.tidy(() => {
    const row = tf.reshape(x, [x.size]);
    return tf.reshape(broadcast([row], { shape: [count, x.size] }), [count, ...x.shape]);
  });
}

function lastOf(x: tf.Tensor): number {
  return x.shape[x.rank - 1] as number;
}
