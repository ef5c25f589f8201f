/**
 * Frechet distance between two sets of features, each taken for a normal distribution (the formula of the FID). With our
 * own extractors it does not compare with published FIDs, which are Inception's; and it grows as pictures get fewer, so
 * that only numbers of as many pictures compare. Heusel et al. 2017; Dowson and Landau 1982.
 */
import { checkComparable, type Features } from './features.ts';
import { symmetricEigen } from './symmetricEigen.ts';

const FEWEST_PICTURES = 2;

/** |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^1/2), at least 0. Throws RangeError for sets that cannot be compared. */
export function frechetDistance(first: Features, second: Features): number {
  checkComparable('The Frechet distance', first, second, FEWEST_PICTURES);
  const { width } = first;
  const a = moments(first);
  const b = moments(second);
  let distance = 0;
  for (let k = 0; k < width; k++) {
    const variances = (a.covariance[k * width + k] as number) + (b.covariance[k * width + k] as number);
    distance += ((a.mean[k] as number) - (b.mean[k] as number)) ** 2 + variances;
  }
  return Math.max(0, distance - 2 * traceOfRoot(a.covariance, b.covariance, width));
}

interface Moments {
  readonly mean: Float64Array;
  /** width x width, divided by count - 1, as numpy's cov. */
  readonly covariance: Float64Array;
}

function moments({ values, count, width }: Features): Moments {
  const mean = new Float64Array(width);
  for (let at = 0; at < values.length; at++) mean[at % width] = (mean[at % width] as number) + (values[at] as number);
  for (let k = 0; k < width; k++) mean[k] = (mean[k] as number) / count;
  const covariance = new Float64Array(width * width);
  const centred = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < width; k++) centred[k] = (values[i * width + k] as number) - (mean[k] as number);
    for (let row = 0; row < width; row++) {
      const value = (centred[row] as number) / (count - 1);
      for (let k = 0, at = row * width; k <= row; k++, at++)
        covariance[at] = (covariance[at] as number) + value * (centred[k] as number);
    }
  }
  for (let row = 0; row < width; row++)
    for (let k = 0; k < row; k++) covariance[k * width + row] = covariance[row * width + k] as number;
  return { mean, covariance };
}

/**
 * tr (C1 C2)^1/2 as the sum of the roots of the eigenvalues of R C2 R with R = C1^1/2: that product is symmetric, so no
 * complex root can arise, and rounding below 0 is cut off.
 */
function traceOfRoot(first: Float64Array, second: Float64Array, n: number): number {
  const root = squareRoot(first, n);
  const { values } = symmetricEigen(productOf(productOf(root, second, n), root, n), n);
  return values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}

/** V diag(sqrt(values)) V^T. */
function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const root = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const size = Math.sqrt(Math.max(0, values[j] as number));
    for (let row = 0; row < n; row++) {
      const scale = size * (vectors[j * n + row] as number);
      for (let k = 0; k < n; k++)
        root[row * n + k] = (root[row * n + k] as number) + scale * (vectors[j * n + k] as number);
    }
  }
  return root;
}

function productOf(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let row = 0; row < n; row++)
    for (let inner = 0; inner < n; inner++) {
      const value = a[row * n + inner] as number;
      for (let k = 0; k < n; k++)
        product[row * n + k] = (product[row * n + k] as number) + value * (b[inner * n + k] as number);
    }
  return product;
}
