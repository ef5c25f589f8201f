/**
 * Adversarial losses by name, each a mean over pairs of a real's and a fake's logit. Scalars out; penalties on gradients
 * live in regularizers.ts.
 */
import type * as tf from '../gpu/tf.ts';
import { meanOfHalves, meanOfTerms } from '../ops/meanOfTerms.ts';
import type { Term } from '../ops/terms.ts';
import type { Loss } from '../protocol/trainConfig.ts';

export interface AdversarialLoss {
  /** fake [N,1], and real [N,1] where the loss is paired -> scalar that G lowers. First order. */
  readonly generator: (fake: tf.Tensor2D, real?: tf.Tensor2D) => tf.Scalar;
  /** Logits of reals, then of as many fakes, [2N,1] -> scalar that D lowers. First order. */
  readonly discriminator: (logits: tf.Tensor2D) => tf.Scalar;
  /** G's loss compares with reals, so its step needs their logits. */
  readonly isPaired: boolean;
}

/** D's terms look at a real first and a fake second; G's at a fake first and a real second. */
function adversarial(generator: readonly Term[], discriminator: readonly Term[], isPaired = false): AdversarialLoss {
  return {
    generator(fake, real) {
      if (isPaired && !real)
        throw new Error('The relativistic loss compares pairs: its generator step needs the logits of reals.');
      return meanOfTerms(generator, fake, real);
    },
    discriminator: (logits) => meanOfHalves(discriminator, logits),
    isPaired,
  };
}

/** Binary cross-entropy of both halves, with ones for reals and zeros for fakes; softplus(x) is log(1 + e^x). */
const CROSS_ENTROPY: readonly Term[] = [
  { curve: 'softplus', weight: 1, first: 0, second: 1 },
  { curve: 'softplus', weight: 1, first: -1 },
];

/** G lowers -E[D(fake)]. */
const RAISE_FAKES: readonly Term[] = [{ curve: 'linear', weight: 1, first: -1 }];

export const LOSSES: Readonly<Record<Loss, AdversarialLoss>> = {
  /** Non-saturating: G's cross-entropy with ones as its target. @see Goodfellow 2014, section 3; Karras 2019, appendix C */
  logistic: adversarial([{ curve: 'softplus', weight: 1, first: -1 }], CROSS_ENTROPY),
  /** The game as first written: G lowers E[log(1 - sigmoid(D(fake)))], which saturates where D wins. @see Goodfellow 2014, eq. 1 */
  minimax: adversarial([{ curve: 'softplus', weight: -1, first: 1 }], CROSS_ENTROPY),
  /** @see Lim and Ye 2017, "Geometric GAN"; Miyato 2018, eq. 17 */
  hinge: adversarial(RAISE_FAKES, [
    { curve: 'relu', weight: 1, first: -1, constant: 1 },
    { curve: 'relu', weight: 1, first: 0, second: 1, constant: 1 },
  ]),
  /** Wasserstein; its gradient penalty and drift are regularizers. @see Gulrajani 2017, eq. 3 */
  'wgan-gp': adversarial(RAISE_FAKES, [{ curve: 'linear', weight: 1, first: -1, second: 1 }]),
  /** Pairs of a real and a fake. @see Jolicoeur-Martineau 2018; Huang 2024, "The GAN is dead; long live the GAN!", eq. 2 */
  relativistic: adversarial(
    [{ curve: 'softplus', weight: 1, first: -1, second: 1 }],
    [{ curve: 'softplus', weight: 1, first: -1, second: 1 }],
    true,
  ),
};
