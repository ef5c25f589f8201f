/**
 * How alike the pictures of one set are: the mean structural similarity of random pairs, as the reference run measures it.
 * Higher than among reals means less variety. It refuses to judge quality, and pictures smaller than its window.
 * Wang et al. 2004 (window, constants); Odena et al. 2017 (pairs as a measure of variety).
 */
import type { GreyImages } from './greyImages.ts';
import { mulberry32 } from './mulberry32.ts';
import { similarityOf } from './ssimWindow.ts';

const PAIR_SEED = 4000;
const PAIRS = 500;

export interface PairSimilarity {
  /** Mean SSIM of the pairs, 1 for a set of one picture over and over. */
  readonly mean: number;
  readonly standardError: number;
}

/** Mean SSIM of 500 random pairs of different pictures. Throws RangeError below 2 pictures or 11 px. */
export function pairSimilarity(images: GreyImages): PairSimilarity {
  const { pixels, count, side } = images;
  if (count < 2) throw new RangeError(`Similarity of pairs needs at least 2 pictures, but there are ${count}.`);
  const random = mulberry32(PAIR_SEED);
  const size = side * side;
  let sum = 0;
  let squares = 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    const i = Math.floor(random() * count);
    const j = (i + 1 + Math.floor(random() * (count - 1))) % count;
    const value = ssim(pixels.subarray(i * size, (i + 1) * size), pixels.subarray(j * size, (j + 1) * size), side);
    sum += value;
    squares += value * value;
  }
  const mean = sum / PAIRS;
  return { mean, standardError: Math.sqrt(Math.max(0, squares / PAIRS - mean * mean) / PAIRS) };
}

/** SSIM of two pictures [side, side] of bytes: mean over all places where the 11x11 window lies inside. */
export function ssim(first: ArrayLike<number>, second: ArrayLike<number>, side: number): number {
  return similarityOf(first, second, side).ssim;
}
