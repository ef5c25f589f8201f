/** Eigenvectors of a small symmetric matrix by Jacobi's rotations. Pure; meant for up to some dozens of rows. */

export interface Eigen {
  /** Largest first. */
  readonly values: Float64Array;
  /** Row k is the unit eigenvector of values[k]: [n, n]. */
  readonly vectors: Float64Array;
}

/** Rotations converge quadratically: a dozen sweeps are far more than any matrix has needed. */
const MOST_SWEEPS = 60;
/** Of the diagonal's size: the rest is rounding. */
const NEGLIGIBLE = 1e-15;

/** matrix [n,n], symmetric, row by row; it stays the caller's. @see Golub and Van Loan 2013, section 8.5 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = Float64Array.from(matrix);
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS && largestOutside(a, n) > NEGLIGIBLE * largestInside(a, n); sweep++)
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, rows, n, p, q);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => at(a, j * n + j) - at(a, i * n + i));
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(rows.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (i) => at(a, i * n + i)), vectors };
}

const at = (values: Float64Array, index: number) => values[index] as number;

/** Makes a[p,q] zero, and turns the vectors along. */
function rotate(a: Float64Array, rows: Float64Array, n: number, p: number, q: number): void {
  const outside = at(a, p * n + q);
  if (outside === 0) return;
  const theta = (at(a, q * n + q) - at(a, p * n + p)) / (2 * outside);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, cosine, sine);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, cosine, sine);
  for (let k = 0; k < n; k++) turn(rows, p * n + k, q * n + k, cosine, sine);
}

function turn(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const [x, y] = [at(values, first), at(values, second)];
  values[first] = cosine * x - sine * y;
  values[second] = sine * x + cosine * y;
}

function largestOutside(a: Float64Array, n: number): number {
  let largest = 0;
  for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) largest = Math.max(largest, Math.abs(at(a, p * n + q)));
  return largest;
}

function largestInside(a: Float64Array, n: number): number {
  let largest = 0;
  for (let p = 0; p < n; p++) largest = Math.max(largest, Math.abs(at(a, p * n + p)));
  return largest;
}
