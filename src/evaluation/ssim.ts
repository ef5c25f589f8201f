/**
 * How alike the pictures of one set are: the mean structural similarity of random pairs, as the reference run measures it.
 * Higher than among reals means less variety. It refuses to judge quality, and pictures smaller than its window.
 * Wang et al. 2004 (window, constants); Odena et al. 2017 (pairs as a measure of variety).
 */
import type { GreyImages } from './greyImages.ts';
import { mulberry32 } from './mulberry32.ts';

const WINDOW = 11;
const SIGMA = 1.5;
const CENTRE = 5;
/** (K L)^2 with K = 0.01 and 0.03 and the range L of bytes. */
const STABILISER_MEAN = (0.01 * 255) ** 2;
const STABILISER_VARIANCE = (0.03 * 255) ** 2;
const PAIR_SEED = 4000;
const PAIRS = 500;

const WEIGHTS = gaussian();

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
  if (side < WINDOW)
    throw new RangeError(
      `SSIM looks through a window of ${WINDOW} px, so pictures of ${side} px are too small for it.`,
    );
  const product = (a: ArrayLike<number>, b: ArrayLike<number>): Float64Array =>
    Float64Array.from(a, (value, i) => value * (b[i] as number));
  const meanA = smoothed(first, side);
  const meanB = smoothed(second, side);
  const squareA = smoothed(product(first, first), side);
  const squareB = smoothed(product(second, second), side);
  const cross = smoothed(product(first, second), side);
  let sum = 0;
  for (let i = 0; i < meanA.length; i++) {
    const a = meanA[i] as number;
    const b = meanB[i] as number;
    const covariance = (cross[i] as number) - a * b;
    const variances = (squareA[i] as number) - a * a + (squareB[i] as number) - b * b;
    sum +=
      ((2 * a * b + STABILISER_MEAN) * (2 * covariance + STABILISER_VARIANCE)) /
      ((a * a + b * b + STABILISER_MEAN) * (variances + STABILISER_VARIANCE));
  }
  return sum / meanA.length;
}

/** Gaussian means over the window, [side - 10, side - 10]: rows first, then columns. */
function smoothed(picture: ArrayLike<number>, side: number): Float64Array {
  const kept = side - WINDOW + 1;
  const rows = new Float64Array(side * kept);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < kept; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW; k++) sum += (WEIGHTS[k] as number) * (picture[y * side + x + k] as number);
      rows[y * kept + x] = sum;
    }
  const result = new Float64Array(kept * kept);
  for (let y = 0; y < kept; y++)
    for (let x = 0; x < kept; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW; k++) sum += (WEIGHTS[k] as number) * (rows[(y + k) * kept + x] as number);
      result[y * kept + x] = sum;
    }
  return result;
}

function gaussian(): Float64Array {
  const weights = Float64Array.from({ length: WINDOW }, (_, i) => Math.exp(-((i - CENTRE) ** 2) / (2 * SIGMA ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
