/**
 * One factor a sample and channel on a picture (modulation and demodulation), and the sum over pixels of two pictures'
 * product: bilinear, each one's gradient is made of the two, so differentiable to any order. It refuses to make factors.
 * @see Karras 2020, "Analyzing and Improving", section 2.2
 */
import * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { channelDotFused, scaleChannelsFused } from './kernels/scaleChannels.ts';

type None = Record<string, never>;

const scale: Op<None> = defineOp<None>({
  name: 'ScaleChannels',
  fused: ([x, s]) => scaleChannelsFused(x as tf.Tensor, s as tf.Tensor),
  reference: ([x, s]) => {
    const [count, channels] = (s as tf.Tensor).shape as [number, number];
    return tf.mul(x as tf.Tensor, tf.reshape(s as tf.Tensor, [count, 1, 1, channels]));
  },
  saves: [0, 1],
  gradient: (dy, [x, s]) => [() => scale([dy, s as tf.Tensor], {}), () => dot([dy, x as tf.Tensor], {})],
});

const dot: Op<None> = defineOp<None>({
  name: 'ChannelDot',
  fused: ([x, y]) => channelDotFused(x as tf.Tensor, y as tf.Tensor, 1),
  reference: ([x, y]) => tf.sum(tf.mul(x as tf.Tensor, y as tf.Tensor), [1, 2]),
  saves: [0, 1],
  gradient: (upstream, [x, y]) => [
    () => scale([y as tf.Tensor, upstream], {}),
    () => scale([x as tf.Tensor, upstream], {}),
  ],
});

const energy: Op<None> = defineOp<None>({
  name: 'HalfEnergy',
  fused: ([x]) => channelDotFused(x as tf.Tensor, x as tf.Tensor, 1 / 2),
  reference: ([x]) => tf.mul(tf.sum(tf.square(x as tf.Tensor), [1, 2]), 1 / 2),
  saves: [0],
  gradient: (upstream, [x]) => [() => scale([x as tf.Tensor, upstream], {})],
});

/** x * s. x [N,H,W,C], s [N,C] -> [N,H,W,C]. Caller disposes. Any order. */
export function scaleChannels(x: tf.Tensor4D, s: tf.Tensor2D): tf.Tensor4D {
  if (s.shape.join() !== [x.shape[0], x.shape[3]].join())
    throw new Error(`scaleChannels got x [${x.shape}] and factors [${s.shape}]: one a sample and channel.`);
  return scale([x, s], {}) as tf.Tensor4D;
}

/** The sum over pixels of x * y. x and y [N,H,W,C] -> [N,C]. Caller disposes. Any order. */
export function channelDot(x: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor2D {
  if (x.shape.join() !== y.shape.join())
    throw new Error(`channelDot got [${x.shape}] and [${y.shape}]: both must be of one shape.`);
  return dot([x, y], {}) as tf.Tensor2D;
}

/** Half the sum over pixels of x^2, so that its gradient is x alone. x [N,H,W,C] -> [N,C]. Caller disposes. Any order. */
export function halfEnergy(x: tf.Tensor4D): tf.Tensor2D {
  return energy([x], {}) as tf.Tensor2D;
}
