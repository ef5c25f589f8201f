/**
 * Penalties on gradients, exact by differentiating a gradient: R1, R2 and WGAN-GP on the critic's, path length on the
 * generator's; and the drift term. Each is a scalar to be added to a loss inside the taped function and is differentiable
 * in the parameters. Where a network has several scales, squares are summed over them.
 */
import * as tf from '../gpu/tf.ts';
import type { Pictures } from '../model/pictures.ts';
import { sumOf } from '../ops/sumOf.ts';

/** The critic as a function of its pictures alone. */
export type Critic = (pictures: Pictures) => tf.Tensor2D;

/** Keeps the square root's gradient finite where a gradient vanishes. */
const NORM_EPSILON = 1e-12;

/** d sum(D(x)) / dx at each scale; taped when called inside a gradient. */
function inputGradients(critic: Critic, pictures: Pictures): tf.Tensor4D[] {
  const sum = (...scales: tf.Tensor[]) => tf.sum(critic(scales as tf.Tensor4D[]));
  return tf.grads(sum)([...pictures]) as tf.Tensor4D[];
}

/** E|grad D(x)|^2 over the batch, without its weight. @see Mescheder 2018, eq. 9 */
export function meanSquaredGradient(critic: Critic, pictures: Pictures): tf.Scalar {
  return tf.mean(squaredNorms(inputGradients(critic, pictures)));
}

/** gamma / 2 * E|grad D(x)|^2: R1 on reals, R2 on fakes. */
export function zeroCenteredPenalty(critic: Critic, pictures: Pictures, gamma: number): tf.Scalar {
  return tf.mul(meanSquaredGradient(critic, pictures), gamma / 2);
}

/**
 * E(|grad D(x)| - 1)^2 at points between real and fake, without its weight.
 * @param between [N,1,1,1] in [0,1]: 0 is real, 1 is fake. @see Gulrajani 2017, eq. 3
 */
export function gradientPenalty(critic: Critic, real: Pictures, fake: Pictures, between: tf.Tensor4D): tf.Scalar {
  const points = real.map((picture, scale) => {
    const other = fake[scale];
    if (!other) throw new Error('The gradient penalty needs a fake for each scale of the reals.');
    return tf.add(picture, tf.mul(tf.sub(other, picture), between)) as tf.Tensor4D;
  });
  const norm = tf.sqrt(tf.add(squaredNorms(inputGradients(critic, points)), NORM_EPSILON));
  return tf.mean(tf.square(tf.sub(norm, 1)));
}

/** E[D(real)^2], without its weight. @see Karras 2018, appendix A.1 */
export function drift(real: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.square(real));
}

/**
 * How far the pictures move for a step in w, one number a picture: |J^T y| with y normal noise over the pictures, the root
 * of the mean over layers of the sum over w of squares. [N].
 * @param ws a tensor of its own for each layer, [N,wDim]
 * @param noise as the pictures, each scale divided by its side. @see Karras 2020, eq. 4, and the official code's pl_lengths
 */
export function pathLengths(
  paint: (ws: readonly tf.Tensor2D[]) => Pictures,
  ws: readonly tf.Tensor2D[],
  noise: Pictures,
): tf.Tensor1D {
  const projected = (...styles: tf.Tensor[]) => {
    const products = paint(styles as tf.Tensor2D[]).map((picture, scale) =>
      tf.sum(tf.mul(picture, noise[scale] as tf.Tensor4D)),
    );
    return sumOf(products) as tf.Scalar;
  };
  const gradients = tf.grads(projected)([...ws]);
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient), 1)); // [N] each
  return tf.sqrt(tf.add(tf.div(sumOf(squares), ws.length), NORM_EPSILON));
}

/** |g|^2 of each picture over all its scales, [N]. */
function squaredNorms(gradients: readonly tf.Tensor4D[]): tf.Tensor1D {
  return sumOf(gradients.map((gradient) => tf.sum(tf.square(gradient), [1, 2, 3]))) as tf.Tensor1D;
}
