/**
 * Augments what the critic sees: one draw a picture, the same for all of its scales, every operation with probability p,
 * where p stays on the GPU. Any order in the pictures; bit for bit the pictures themselves at p = 0. It refuses to move p
 * (augmentControl.ts does).
 * @see Karras 2020, "Training GANs with limited data", section 2.2 and appendix B
 */
import { type Live, mapLive } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { type AugmentParameters, augmentParameters } from '../ops/augmentParameters.ts';
import { colorize } from '../ops/colorize.ts';
import { randomNormal } from '../ops/randomNormal.ts';
import { downsample2d } from '../ops/resample.ts';
import { warp2d } from '../ops/warp.ts';
import type { AugmentPlan } from '../protocol/augmentation.ts';
import { STREAM } from '../random/streams.ts';

/** Which draw; the same numbers give the same augmentation. */
export interface AugmentDraw {
  readonly seed: number;
  /** Of its own for every call of the critic that is to see other augmentations: see augmentStep. */
  readonly step: Live;
}

/** Calls of the critic in one iteration; a penalty repeats the draw of the pictures that it is about. */
export type AugmentedCall = 'G' | 'real' | 'fake' | 'heldOut';

const CALLS: Readonly<Record<AugmentedCall, number>> = { G: 0, real: 1, fake: 2, heldOut: 3 };
/** More calls than an iteration has, and more parts than a batch is split into: each draw gets a step of its own. */
const CALL_STRIDE = 8;
const PART_STRIDE = 1024;

/** The draw's step in `iteration`, for part `part` of its batch. */
export function augmentStep(iteration: Live, call: AugmentedCall, part = 0): Live {
  return mapLive(iteration, (number) => (number * PART_STRIDE + part) * CALL_STRIDE + CALLS[call]);
}

/**
 * pictures: scales [N,R,R,C] of one batch, smallest first, each twice the one before -> the same shapes. p: one number in
 * [0,1] on the GPU. Whole shifts are whole at the smallest scale, unless none would fit there: then at the first scale
 * whose largest shift is a pixel, and fractions of one below it. Noise is drawn for the largest scale and averaged down,
 * as the pictures themselves are. Caller disposes, or calls inside a tidy or tape; nothing is differentiated but the
 * pictures.
 */
export function augmentPictures(
  pictures: readonly tf.Tensor4D[],
  plan: AugmentPlan,
  p: tf.Tensor,
  { seed, step }: AugmentDraw,
): tf.Tensor4D[] {
  const smallest = pictures[0];
  const largest = pictures.at(-1);
  if (!smallest || !largest) throw new Error('augmentPictures got no pictures.');
  const count = largest.shape[0];
  const settings = { ...plan, shiftUnit: shiftUnitOf(plan, smallest.shape[1], largest.shape[1]) };
  return tf.tidy(() => {
    const parameters = augmentParameters(p, count, settings, { seed, stream: STREAM.augment, step });
    const noise = plan.noise > 0 ? noisePyramid(pictures, largest, { seed, step }) : [];
    return pictures.map((picture, scale) => augmented(picture, plan, parameters, noise[scale]));
  });
}

const MOVES = [
  'xFlip',
  'turn90',
  'integerShift',
  'isotropicScale',
  'rotation',
  'anisotropicScale',
  'fractionalShift',
] as const satisfies readonly (keyof AugmentPlan)[];
const COLORS = ['brightness', 'contrast', 'noise', 'cutout'] as const satisfies readonly (keyof AugmentPlan)[];

function augmented(
  picture: tf.Tensor4D,
  plan: AugmentPlan,
  { maps, colors }: AugmentParameters,
  noise: tf.Tensor4D | undefined,
): tf.Tensor4D {
  const moved = MOVES.some((op) => plan[op] > 0) ? warp2d(picture, maps) : tf.clone(picture);
  return COLORS.some((op) => plan[op] > 0) ? colorize(moved, colors, noise) : moved;
}

/** The resolution whose pixels whole shifts are counted in. */
function shiftUnitOf({ integerShift }: AugmentPlan, smallest: number, largest: number): number {
  if (integerShift <= 0) return smallest;
  let unit = smallest;
  while (unit < largest && unit * integerShift < 1) unit *= 2;
  return unit;
}

/** Noise of each picture's shape, in the pictures' order; a smaller scale's is the 2x2 mean of the next larger one's. */
function noisePyramid(
  pictures: readonly tf.Tensor4D[],
  largest: tf.Tensor4D,
  { seed, step }: AugmentDraw,
): tf.Tensor4D[] {
  let noise = randomNormal(largest.shape, { seed, stream: STREAM.augmentNoise, step }) as tf.Tensor4D;
  const pyramid: tf.Tensor4D[] = [];
  for (const { shape } of [...pictures].reverse()) {
    while (noise.shape[1] > shape[1]) noise = downsample2d(noise, BOX_TAPS);
    if (noise.shape.join() !== shape.join())
      throw new Error(`Scales of one batch halve from [${largest.shape}] down: [${shape}] is not among them.`);
    pyramid.unshift(noise);
  }
  return pyramid;
}

const BOX_TAPS = [1, 1];

/**
 * A batch as the critic would see it at probability p, for a sheet. pictures [N,R,R,C] -> the same shape. p in [0,1]. The
 * same seed and step show the same draw at any p: more of it as p rises. Caller disposes.
 */
export function previewAugmented(pictures: tf.Tensor4D, plan: AugmentPlan, p: number, draw: AugmentDraw): tf.Tensor4D {
  if (!(p >= 0 && p <= 1)) throw new Error(`The augmentation’s probability is ${p}: choose a number from 0 to 1.`);
  return tf.tidy(() => augmentPictures([pictures], plan, tf.fill([1], p), draw)[0] as tf.Tensor4D);
}
