/** What augmentParameters takes and gives. It refuses to draw (augmentParameters.ts does). */
import type * as tf from '../gpu/tf.ts';

/**
 * 0 turns an operation off. xFlip, turn90: 1 is on. integerShift: largest shift, in shares of the side. Scales and
 * contrast: standard deviation of the factor's log2. rotation: largest angle in degrees. fractionalShift: standard
 * deviation in shares of the side. brightness: standard deviation. noise: that of the noise's standard deviation.
 * cutout: the hole's side as a share of the picture's.
 */
export interface AugmentStrengths {
  readonly xFlip: number;
  readonly turn90: number;
  readonly integerShift: number;
  readonly isotropicScale: number;
  readonly rotation: number;
  readonly anisotropicScale: number;
  readonly fractionalShift: number;
  readonly brightness: number;
  readonly contrast: number;
  readonly noise: number;
  readonly cutout: number;
}

/** What to do to each of N pictures. */
export interface AugmentParameters {
  /** [N,6], for warp2d. */
  readonly maps: tf.Tensor2D;
  /** [N,6], for colorize. */
  readonly colors: tf.Tensor2D;
}

export interface AugmentSettings extends AugmentStrengths {
  /** Whole shifts are multiples of 1/shiftUnit of the side. */
  readonly shiftUnit: number;
}

/**
 * Blocks of four random words a picture, one a decision: word 0 decides, words 2 and 3 say how. An operation's words do
 * not depend on which others are on. The order is that of composition; rotations come before and after the anisotropic
 * scale, so that it acts along any axis.
 */
export const BLOCKS = {
  xFlip: 0,
  turn90: 1,
  integerShift: 2,
  isotropicScale: 3,
  rotationBefore: 4,
  anisotropicScale: 5,
  rotationAfter: 6,
  fractionalShift: 7,
  brightness: 8,
  contrast: 9,
  noise: 10,
  cutout: 11,
} as const;
export const BLOCK_COUNT = 12;
