/**
 * Adversarial losses as small pure functions of logits, in a table by name. Scalars out; penalties on gradients live in
 * regularizers.ts.
 */
import * as tf from '../gpu/tf.ts';
import type { Loss } from '../protocol/trainConfig.ts';

export interface AdversarialLoss {
  /** fake [N,1], and real [N,1] where the loss is paired -> scalar that G lowers. First order. */
  readonly generator: (fake: tf.Tensor2D, real?: tf.Tensor2D) => tf.Scalar;
  /** real, fake [N,1] -> scalar that D lowers. First order. */
  readonly discriminator: (real: tf.Tensor2D, fake: tf.Tensor2D) => tf.Scalar;
  /** G's loss compares with reals, so its step needs their logits. */
  readonly isPaired: boolean;
}

/** E[log(1 + e^x)]. */
const meanSoftplus = (x: tf.Tensor2D): tf.Scalar => tf.mean(tf.softplus(x));

/** Binary cross-entropy of both halves, with ones for reals and zeros for fakes. */
const crossEntropy = (real: tf.Tensor2D, fake: tf.Tensor2D): tf.Scalar =>
  tf.add(meanSoftplus(fake), meanSoftplus(tf.neg(real)));

/** Non-saturating: G's cross-entropy with ones as its target. @see Goodfellow 2014, section 3; Karras 2019, appendix C */
const logistic: AdversarialLoss = {
  generator: (fake) => meanSoftplus(tf.neg(fake)),
  discriminator: crossEntropy,
  isPaired: false,
};

/** The game as first written: G lowers E[log(1 - sigmoid(D(fake)))], which saturates where D wins. @see Goodfellow 2014, eq. 1 */
const minimax: AdversarialLoss = {
  generator: (fake) => tf.neg(meanSoftplus(fake)),
  discriminator: crossEntropy,
  isPaired: false,
};

/** @see Lim and Ye 2017, "Geometric GAN"; Miyato 2018, eq. 17 */
const hinge: AdversarialLoss = {
  generator: (fake) => tf.neg(tf.mean(fake)),
  discriminator: (real, fake) => tf.add(tf.mean(tf.relu(tf.sub(1, real))), tf.mean(tf.relu(tf.add(1, fake)))),
  isPaired: false,
};

/** Wasserstein; its gradient penalty and drift are regularizers. @see Gulrajani 2017, eq. 3 */
const wasserstein: AdversarialLoss = {
  generator: (fake) => tf.neg(tf.mean(fake)),
  discriminator: (real, fake) => tf.sub(tf.mean(fake), tf.mean(real)),
  isPaired: false,
};

/** Pairs of a real and a fake. @see Jolicoeur-Martineau 2018; Huang 2024, "The GAN is dead; long live the GAN!", eq. 2 */
const relativistic: AdversarialLoss = {
  generator: (fake, real) => {
    if (!real) throw new Error('The relativistic loss compares pairs: its generator step needs the logits of reals.');
    return meanSoftplus(tf.sub(real, fake));
  },
  discriminator: (real, fake) => meanSoftplus(tf.sub(fake, real)),
  isPaired: true,
};

export const LOSSES: Readonly<Record<Loss, AdversarialLoss>> = {
  logistic,
  minimax,
  hinge,
  'wgan-gp': wasserstein,
  relativistic,
};
