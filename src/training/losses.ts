/**
 * Adversarial losses as small pure functions of logits, in a table by name. Scalars out; penalties on gradients live in
 * regularizers.ts.
 */
import * as tf from '../gpu/tf.ts';
import type { Loss } from '../protocol/trainConfig.ts';

export interface AdversarialLoss {
  /** fake [N,1] -> scalar that G lowers. First order. */
  readonly generator: (fake: tf.Tensor2D) => tf.Scalar;
  /** real, fake [N,1] -> scalar that D lowers. First order. */
  readonly discriminator: (real: tf.Tensor2D, fake: tf.Tensor2D) => tf.Scalar;
}

/** Non-saturating logistic. @see Goodfellow 2014, section 3; Karras 2019, appendix C */
const logistic: AdversarialLoss = {
  generator: (fake) => tf.mean(tf.softplus(tf.neg(fake))),
  discriminator: (real, fake) => tf.add(tf.mean(tf.softplus(fake)), tf.mean(tf.softplus(tf.neg(real)))),
};

/** Wasserstein; its gradient penalty and drift are regularizers. @see Gulrajani 2017, eq. 3 */
const wasserstein: AdversarialLoss = {
  generator: (fake) => tf.neg(tf.mean(fake)),
  discriminator: (real, fake) => tf.sub(tf.mean(fake), tf.mean(real)),
};

export const LOSSES: Readonly<Record<Loss, AdversarialLoss>> = { logistic, 'wgan-gp': wasserstein };
