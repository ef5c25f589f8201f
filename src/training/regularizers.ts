/**
 * Penalties on the critic's gradients, exact by differentiating a gradient, and the drift term. Each is a scalar to be
 * added to D's loss inside the taped function; each is differentiable in D's parameters.
 */
import * as tf from '../gpu/tf.ts';

/** The critic as a function of its picture alone. */
export type Critic = (image: tf.Tensor4D) => tf.Tensor2D;

/** Keeps the square root's gradient finite where a gradient vanishes. */
const NORM_EPSILON = 1e-12;

/** d sum(D(x)) / dx, [N,H,W,C]; taped when called inside a gradient. */
function inputGradient(critic: Critic, image: tf.Tensor4D): tf.Tensor4D {
  return tf.grad((x: tf.Tensor) => tf.sum(critic(x as tf.Tensor4D)))(image) as tf.Tensor4D;
}

/** E|grad D(x)|^2 over the batch, without its weight. @see Mescheder 2018, eq. 9 */
export function meanSquaredGradient(critic: Critic, image: tf.Tensor4D): tf.Scalar {
  return tf.mean(squaredNorms(inputGradient(critic, image)));
}

/** gamma / 2 * E|grad D(x)|^2: R1 on reals, R2 on fakes. */
export function zeroCenteredPenalty(critic: Critic, image: tf.Tensor4D, gamma: number): tf.Scalar {
  return tf.mul(meanSquaredGradient(critic, image), gamma / 2);
}

/**
 * E(|grad D(x)| - 1)^2 at points between real and fake, without its weight.
 * @param between [N,1,1,1] in [0,1]: 0 is real, 1 is fake. @see Gulrajani 2017, eq. 3
 */
export function gradientPenalty(critic: Critic, real: tf.Tensor4D, fake: tf.Tensor4D, between: tf.Tensor4D): tf.Scalar {
  const point = tf.add(real, tf.mul(tf.sub(fake, real), between)) as tf.Tensor4D;
  const norm = tf.sqrt(tf.add(squaredNorms(inputGradient(critic, point)), NORM_EPSILON));
  return tf.mean(tf.square(tf.sub(norm, 1)));
}

/** E[D(real)^2], without its weight. @see Karras 2018, appendix A.1 */
export function drift(real: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.square(real));
}

/** |g|^2 of each picture, [N]. */
function squaredNorms(gradient: tf.Tensor4D): tf.Tensor1D {
  return tf.sum(tf.square(gradient), [1, 2, 3]);
}
