/**
 * Penalties on gradients, exact by differentiating a gradient: R1, R2 and WGAN-GP on the critic's, path length on the
 * generator's; and the drift term. Each is a scalar to be added to a loss inside the taped function and is differentiable
 * in the parameters. Where a network has several scales, squares are summed over them.
 */
import * as tf from '../gpu/tf.ts';
import { finest, type Pictures } from '../model/pictures.ts';
import { meanOfHalves, meanOfTerms } from '../ops/meanOfTerms.ts';
import { sampleEnergy } from '../ops/sampleEnergy.ts';
import { sumOf } from '../ops/sumOf.ts';
import { times } from '../ops/times.ts';

/** The critic as a function of its pictures alone. */
export type Critic = (pictures: Pictures) => tf.Tensor2D;

/** Keeps the square root's gradient finite where no picture moves. */
const NORM_EPSILON = 1e-12;

/** d sum(D(x)) / dx at each scale; taped when called inside a gradient. */
function inputGradients(critic: Critic, pictures: Pictures): tf.Tensor4D[] {
  const ones = tf.fill([(pictures[0] as tf.Tensor4D).shape[0], 1], 1);
  const gradients = tf.grads((...scales: tf.Tensor[]) => critic(scales as tf.Tensor4D[]));
  return gradients([...pictures], ones) as tf.Tensor4D[];
}

/** weight * E|grad D(x)|^2 over the batch. @see Mescheder 2018, eq. 9 */
function meanSquaredGradient(critic: Critic, pictures: Pictures, weight: number): tf.Scalar {
  return meanOfTerms([{ curve: 'linear', weight, first: 1 }], sampleEnergy(inputGradients(critic, pictures)));
}

/** gamma / 2 * E|grad D(x)|^2: R1 on reals, R2 on fakes. */
export function zeroCenteredPenalty(critic: Critic, pictures: Pictures, gamma: number): tf.Scalar {
  return meanSquaredGradient(critic, pictures, gamma / 2);
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
  const squares = sampleEnergy(inputGradients(critic, points)); // [N]
  return meanOfTerms([{ curve: 'unit gap', weight: 1, first: 1 }], squares);
}

/** weight * E[D(real)^2] of logits of reals, then of as many fakes, [2N,1]. @see Karras 2018, appendix A.1 */
export function drift(logits: tf.Tensor2D, weight: number): tf.Scalar {
  return meanOfHalves([{ curve: 'square', weight, first: 1 }], logits);
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
  const painted = (...styles: tf.Tensor[]) => paint(styles as tf.Tensor2D[]);
  const [only] = noise;
  const gradients =
    only && noise.length === 1
      ? tf.grads((...styles) => finest(painted(...styles)))([...ws], only)
      : tf.grads((...styles) => sumOfProducts(painted(...styles), noise))([...ws]);
  const squares = times(sampleEnergy(gradients), 1 / ws.length); // [N]
  return tf.sqrt(tf.add(squares, NORM_EPSILON));
}

/** The sum over all scales and pixels of a * b. */
function sumOfProducts(a: Pictures, b: Pictures): tf.Scalar {
  return sumOf(a.map((picture, scale) => tf.sum(tf.mul(picture, b[scale] as tf.Tensor4D)) as tf.Scalar));
}
