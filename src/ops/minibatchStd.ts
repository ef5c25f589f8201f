/**
 * Minibatch standard deviation: one feature map that tells D how much its group of samples varies. Composed of tfjs ops
 * whose gradients are right at second order. It refuses more than one statistic channel.
 * @see Karras 2018, section 3; grouping as StyleGAN2
 */
import * as tf from '../gpu/tf.ts';
import './defineOp.ts';

/** Keeps the square root's gradient finite when all samples of a group agree. */
const EPSILON = 1e-8;

/**
 * x [N,H,W,C] -> [N,H,W,C+1]. Groups of min(group, N) samples; sample n is member floor(n / (N/g)) of group n % (N/g).
 * Throws when N is no multiple of the group's size. Caller disposes. Second order.
 */
export function minibatchStd(x: tf.Tensor4D, group: number): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  const size = Math.min(group, count);
  if (!(size >= 1) || count % size)
    throw new Error(
      `A batch of ${count} does not divide into groups of ${size} for the minibatch deviation: choose mbstdGroup so that it divides the batch.`,
    );
  const groups = count / size;
  return tf.tidy(() => {
    const members = tf.reshape(x, [size, groups, height * width * channels]); // [g,M,HWC]
    const centred = tf.sub(members, tf.mean(members, 0, true));
    const variance = tf.mean(tf.square(centred), 0); // [M,HWC]
    const statistic = tf.mean(tf.sqrt(tf.add(variance, EPSILON)), 1); // [M]
    const spread = tf.mul(tf.reshape(statistic, [1, groups, 1]), tf.fill([size, groups, height * width], 1));
    return tf.concat([x, tf.reshape(spread, [count, height, width, 1])], 3) as tf.Tensor4D;
  });
}
