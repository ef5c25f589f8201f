/**
 * Eigenvalues and eigenvectors of a symmetric matrix by the QL algorithm with implicit shifts, EISPACK's tql2 (Bowdler,
 * Martin, Reinsch, Wilkinson 1968): a tenth of a second for 256 x 256 in plain JS. It refuses to check the symmetry.
 */
import { tridiagonal } from './tridiagonal.ts';

export interface Eigen {
  /** Not sorted. */
  readonly values: Float64Array;
  /** n x n, the unit vector of value j at [j n, (j + 1) n). */
  readonly vectors: Float64Array;
}

const EPSILON = Number.EPSILON;
/** QL needs about two rounds a value; this many mean that sums went beyond what a double holds. */
const MOST_ROUNDS = 100;
const NOT_FINITE = 'The matrix has no eigenvalues: it holds numbers that are not finite or too large.';

/** `matrix`: n x n, symmetric. Throws RangeError if it holds numbers that are not finite. Caller owns the result. */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  if (!matrix.every(Number.isFinite)) throw new RangeError(NOT_FINITE);
  const { basis, diagonal: d, beside } = tridiagonal(matrix, n);
  const columns = Array.from({ length: n }, (_, j) => basis.subarray(j * n, (j + 1) * n));
  const e = new Float64Array(n);
  e.set(beside.subarray(1));
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l] as number) + Math.abs(e[l] as number));
    const small = EPSILON * largest;
    let m = l;
    while (m < n - 1 && Math.abs(e[m] as number) > small) m++;
    for (let round = 0; m > l && (round === 0 || !(Math.abs(e[l] as number) <= small)); round++) {
      if (round === MOST_ROUNDS) throw new RangeError(NOT_FINITE);
      shift += shifted(d, e, l);
      rotate(columns, d, e, l, m);
    }
    d[l] = (d[l] as number) + shift;
    e[l] = 0;
  }
  return { values: d, vectors: basis };
}

/** Chooses the implicit shift at l, subtracts it from the rest of the diagonal, and gives it. */
function shifted(d: Float64Array, e: Float64Array, l: number): number {
  const before = d[l] as number;
  const off = e[l] as number;
  const p = ((d[l + 1] as number) - before) / (2 * off);
  const r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
  d[l] = off / (p + r);
  d[l + 1] = off * (p + r);
  const shift = before - (d[l] as number);
  for (let i = l + 2; i < d.length; i++) d[i] = (d[i] as number) - shift;
  return shift;
}

/** One QL sweep from m up to l, with the vectors turned along. */
function rotate(columns: readonly Float64Array[], d: Float64Array, e: Float64Array, l: number, m: number): void {
  const following = d[l + 1] as number;
  const besideFollowing = e[l + 1] as number;
  let p = d[m] as number;
  let [c, c2, c3] = [1, 1, 1];
  let [s, s2] = [0, 0];
  for (let i = m - 1; i >= l; i--) {
    [c3, c2, s2] = [c2, c, s];
    const off = e[i] as number;
    const g = c * off;
    const h = c * p;
    const r = Math.hypot(p, off);
    e[i + 1] = s * r;
    s = off / r;
    c = p / r;
    p = c * (d[i] as number) - s * g;
    d[i + 1] = h + s * (c * g + s * (d[i] as number));
    turn(columns[i] as Float64Array, columns[i + 1] as Float64Array, c, s);
  }
  p = (-s * s2 * c3 * besideFollowing * (e[l] as number)) / following;
  e[l] = s * p;
  d[l] = c * p;
}

function turn(left: Float64Array, right: Float64Array, c: number, s: number): void {
  for (let k = 0; k < left.length; k++) {
    const a = left[k] as number;
    const b = right[k] as number;
    right[k] = s * a + c * b;
    left[k] = c * a - s * b;
  }
}
