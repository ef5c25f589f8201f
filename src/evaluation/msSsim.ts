/**
 * How alike the pictures of one set are over several scales: the mean MS-SSIM of random pairs, the usual alarm for lost
 * variety. A number means nothing alone: compare it with that of as many reals, at the same number of scales, which is
 * part of the result. Wang, Simoncelli, Bovik 2003; Odena et al. 2017 and Karras et al. 2018 (pairs).
 */
import { bits } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import type { GreyImages } from './greyImages.ts';
import { similarityOf, WINDOW } from './ssimWindow.ts';

/** Of each scale, finest first; from Wang et al. 2003, and made to sum to 1 again where there are fewer scales. */
const SCALE_WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333] as const;
const PAIRS = 500;
const FEWEST_PICTURES = 2;
/** A 2x2 mean divides by this. */
const BLOCK = 4;

export interface MultiscaleSimilarity {
  /** Mean of the pairs, 1 for a set of one picture over and over. */
  readonly mean: number;
  readonly standardError: number;
  readonly pairs: number;
  /** Scales that the window fits into: 5 from 176 px, fewer below. Numbers of different scales do not compare. */
  readonly scales: number;
}

/** Mean MS-SSIM of random pairs of different pictures. Throws RangeError below 2 pictures or 11 px. */
export function pairMultiscaleSimilarity(images: GreyImages, seed = 0, pairs = PAIRS): MultiscaleSimilarity {
  const { pixels, count, side } = images;
  if (count < FEWEST_PICTURES)
    throw new RangeError(`Similarity of pairs needs at least 2 pictures, but there are ${count}.`);
  const words = bits(seed, STREAM.metricPairs, 0, 2 * pairs);
  const size = side * side;
  let sum = 0;
  let squares = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const i = (words[2 * pair] as number) % count;
    const j = (i + 1 + ((words[2 * pair + 1] as number) % (count - 1))) % count;
    const value = msSsim(pixels.subarray(i * size, (i + 1) * size), pixels.subarray(j * size, (j + 1) * size), side);
    sum += value;
    squares += value * value;
  }
  const mean = sum / pairs;
  const standardError = Math.sqrt(Math.max(0, squares / pairs - mean * mean) / pairs);
  return { mean, standardError, pairs, scales: scalesAt(side) };
}

/** How many scales pictures of this side allow: the coarsest must still hold the window. */
export function scalesAt(side: number): number {
  let scales = 0;
  for (let left = side; left >= WINDOW && scales < SCALE_WEIGHTS.length; left = Math.floor(left / 2)) scales++;
  return scales;
}

/**
 * MS-SSIM of two pictures [side, side] with values of 0..255: the product over scales of the mean structure, and of SSIM at
 * the coarsest, each to the power of its weight. A negative mean counts as 0, since it has no such power.
 */
export function msSsim(first: ArrayLike<number>, second: ArrayLike<number>, side: number): number {
  const scales = Math.max(1, scalesAt(side));
  const weights = SCALE_WEIGHTS.slice(0, scales);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let value = 1;
  let a = first;
  let b = second;
  let size = side;
  weights.forEach((weight, scale) => {
    const { ssim, structure } = similarityOf(a, b, size);
    const coarsest = scale === scales - 1;
    value *= Math.max(0, coarsest ? ssim : structure) ** (weight / total);
    if (coarsest) return;
    a = halved(a, size);
    b = halved(b, size);
    size = Math.floor(size / 2);
  });
  return value;
}

/** 2x2 means; an odd last row or column is left out. */
function halved(picture: ArrayLike<number>, side: number): Float64Array {
  const half = Math.floor(side / 2);
  const values = new Float64Array(half * half);
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) {
      const at = 2 * y * side + 2 * x;
      const top = (picture[at] as number) + (picture[at + 1] as number);
      values[y * half + x] = (top + (picture[at + side] as number) + (picture[at + side + 1] as number)) / BLOCK;
    }
  return values;
}
