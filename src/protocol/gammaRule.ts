/**
 * How strong R1 should be, by resolution, batch and kind of picture: the rule of StyleGAN2-ADA where it holds, and what our
 * reference runs needed where it gives far too little. It refuses to be more than a rule of thumb.
 * @see Karras 2020, "Training Generative Adversarial Networks with Limited Data", appendix C
 */
import type { AugmentOps } from './trainConfig.ts';

/** r1Gamma = this * resolution^2 / batch. */
const ADA_FACTOR = 0.0002;
/** From here on up the rule stands as it is. */
export const RULE_HOLDS_FROM = 128;
/** Where the reference runs were made, and what they needed there: smooth grey slices, and thin bright strokes. */
const MEASURED_AT = 32;
export const NEEDED_BY_SLICES = 0.3;
export const NEEDED_BY_DIGITS = 3;

/** The rule alone. */
function adaGamma(resolution: number, batch: number): number {
  return (ADA_FACTOR * resolution ** 2) / batch;
}

/**
 * The rule from 128 px up; what was measured at 32 px and below; between them a straight line in the logarithms of both.
 * Two significant digits.
 */
export function usualGamma(resolution: number, batch: number, augmentOps: AugmentOps): number {
  if (resolution >= RULE_HOLDS_FROM) return twoDigits(adaGamma(resolution, batch));
  const needed = augmentOps === 'digits' ? NEEDED_BY_DIGITS : NEEDED_BY_SLICES;
  const share = Math.max(0, Math.log2(resolution / MEASURED_AT)) / Math.log2(RULE_HOLDS_FROM / MEASURED_AT);
  return twoDigits(needed * (adaGamma(RULE_HOLDS_FROM, batch) / needed) ** share);
}

const twoDigits = (value: number) => Number(value.toPrecision(2));
