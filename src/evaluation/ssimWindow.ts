/**
 * What structural similarity sees through its Gaussian window of 11 px at every place of two pictures: means, variances,
 * and from them the two factors of SSIM. It refuses pictures smaller than the window. Wang et al. 2004.
 */

/** Pixels a side of the window. */
export const WINDOW = 11;
const SIGMA = 1.5;
const CENTRE = 5;
/** (K L)^2 with K = 0.01 and 0.03 and the range L of bytes. */
const STABILISER_MEAN = (0.01 * 255) ** 2;
const STABILISER_VARIANCE = (0.03 * 255) ** 2;

const WEIGHTS = gaussian();

/** Means over all places where the window lies inside. */
export interface Similarity {
  /** Of luminance times contrast and structure: SSIM, 1 for like pictures. */
  readonly ssim: number;
  /** Of contrast and structure alone. */
  readonly structure: number;
}

/** Similarity of two pictures [side, side] with values of 0..255. Throws RangeError below 11 px. */
export function similarityOf(first: ArrayLike<number>, second: ArrayLike<number>, side: number): Similarity {
  if (side < WINDOW)
    throw new RangeError(
      `SSIM looks through a window of ${WINDOW} px, so pictures of ${side} px are too small for it.`,
    );
  const meanA = smoothed(first, side);
  const meanB = smoothed(second, side);
  const squareA = smoothed(product(first, first), side);
  const squareB = smoothed(product(second, second), side);
  const cross = smoothed(product(first, second), side);
  let ssim = 0;
  let structure = 0;
  for (let i = 0; i < meanA.length; i++) {
    const a = meanA[i] as number;
    const b = meanB[i] as number;
    const covariance = (cross[i] as number) - a * b;
    const variances = (squareA[i] as number) - a * a + (squareB[i] as number) - b * b;
    const here = (2 * covariance + STABILISER_VARIANCE) / (variances + STABILISER_VARIANCE);
    ssim += (here * (2 * a * b + STABILISER_MEAN)) / (a * a + b * b + STABILISER_MEAN);
    structure += here;
  }
  return { ssim: ssim / meanA.length, structure: structure / meanA.length };
}

function product(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
  const values = new Float64Array(first.length);
  for (let i = 0; i < values.length; i++) values[i] = (first[i] as number) * (second[i] as number);
  return values;
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
