/**
 * Minibatch deviation, its gradient and that one's gradients in stock tfjs ops: the oracle for the WGSL kernels, and what
 * runs on the CPU backend. Its gradients are right at any order.
 */
import * as tf from '../../gpu/tf.ts';

/** Keeps the square root's gradient finite when all samples of a group agree. */
export const EPSILON = 1e-8;

/** Who is compared with whom: sample s * M * g + k * M + m is member k of group m in set s. */
export interface Grouping {
  /** Sets of the batch that are never compared. */
  readonly sets: number;
  /** Members a group. */
  readonly size: number;
}

type Sides = readonly [count: number, height: number, width: number, channels: number];

/**
 * Twice: where members hardly differ, the rounding of their mean is much beside their differences, and what comes of these
 * must add up to nothing over the members.
 */
function centre(members: tf.Tensor): tf.Tensor {
  const once = tf.sub(members, tf.mean(members, 1, true));
  return tf.sub(once, tf.mean(once, 1, true));
}

/** What all of it is made of. */
function partsOf(x: tf.Tensor, { sets, size }: Grouping) {
  const [count, height, width, channels] = x.shape as unknown as Sides;
  const groups = count / size / sets;
  const features = height * width * channels;
  const grouped = (t: tf.Tensor, last: number) => tf.reshape(t, [sets, size, groups, last]);
  const members = grouped(x, features); // [s,g,M,HWC]
  const centred = centre(members); // [s,g,M,HWC]
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), 1, true), EPSILON)); // [s,1,M,HWC]
  const spread = (perGroup: tf.Tensor) => {
    const everywhere = tf.mul(perGroup, tf.fill([sets, size, groups, height * width], 1));
    return tf.reshape(everywhere, [count, height, width, 1]);
  };
  /** Of the last channel of [N,H,W,C+1], the sum over each group. */
  const gathered = (dy: tf.Tensor) => {
    const last = tf.slice(dy, [0, 0, 0, channels], [count, height, width, 1]);
    return tf.sum(grouped(last, height * width), [1, 3], true); // [s,1,M,1]
  };
  const rest = (dy: tf.Tensor) => tf.slice(dy, [0, 0, 0, 0], [count, height, width, channels]);
  return { grouped, centred, deviation, spread, gathered, rest, features, weight: 1 / (features * size) };
}

/** x [N,H,W,C] -> [N,H,W,C+1]. */
export function minibatchStdReference(x: tf.Tensor, grouping: Grouping): tf.Tensor {
  const { deviation, spread } = partsOf(x, grouping);
  return tf.concat([x, spread(tf.mean(deviation, 3, true))], 3);
}

/** dy [N,H,W,C+1], x [N,H,W,C] -> the gradient of x. */
export function minibatchStdGradientReference(dy: tf.Tensor, x: tf.Tensor, grouping: Grouping): tf.Tensor {
  const { centred, deviation, gathered, rest, weight } = partsOf(x, grouping);
  const through = tf.mul(tf.div(centred, deviation), tf.mul(gathered(dy), weight));
  return tf.add(rest(dy), tf.reshape(through, x.shape));
}

/** The gradients of <u, minibatchStdGradient(dy, x)>: of dy and of x. */
export function minibatchStdCurvatureReference(
  u: tf.Tensor,
  dy: tf.Tensor,
  x: tf.Tensor,
  grouping: Grouping,
): readonly [ddy: () => tf.Tensor, dx: () => tf.Tensor] {
  const { grouped, centred, deviation, spread, gathered, features, weight } = partsOf(x, grouping);
  const members = grouped(u, features); // [s,g,M,HWC]
  const along = tf.div(tf.sum(tf.mul(members, centred), 1, true), deviation); // [s,1,M,HWC]
  const ddy = () => tf.concat([u, spread(tf.mul(tf.sum(along, 3, true), weight))], 3);
  const dx = () => {
    const straight = centre(members);
    const bent = tf.div(tf.mul(along, centred), tf.mul(deviation, grouping.size));
    const across = tf.div(tf.sub(straight, bent), deviation);
    return tf.reshape(tf.mul(across, tf.mul(gathered(dy), weight)), x.shape);
  };
  return [ddy, dx];
}
