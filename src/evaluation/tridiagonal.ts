/**
 * A symmetric matrix to tridiagonal form by Householder's reflections, the first half of its eigen-decomposition. It is
 * EISPACK's tred2 (Martin, Reinsch, Wilkinson 1968), with the basis kept by columns so that every inner loop runs along
 * memory. Only symmetricEigen.ts needs it.
 */

export interface Tridiagonal {
  /** n x n, column j at [j n, (j + 1) n): the orthogonal basis of the tridiagonal form. */
  readonly basis: Float64Array;
  readonly diagonal: Float64Array;
  /** Element i stands between i - 1 and i; the first is 0. */
  readonly beside: Float64Array;
}

/** `matrix`: n x n, symmetric; only its lower triangle is read. Caller owns the result. */
export function tridiagonal(matrix: Float64Array, n: number): Tridiagonal {
  const basis = matrix.slice();
  const columns = Array.from({ length: n }, (_, j) => basis.subarray(j * n, (j + 1) * n));
  const d = Float64Array.from(columns, (column) => column[n - 1] as number);
  const e = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) d[i] = reflect(columns, d, e, i);
  gather(columns, d, n);
  e[0] = 0;
  return { basis, diagonal: d, beside: e };
}

/** Clears row i left of its neighbour; leaves the next row in d, and gives half the squared length of the reflection. */
function reflect(columns: readonly Float64Array[], d: Float64Array, e: Float64Array, i: number): number {
  let scale = 0;
  for (let k = 0; k < i; k++) scale += Math.abs(d[k] as number);
  if (scale === 0) {
    e[i] = d[i - 1] as number;
    for (let j = 0; j < i; j++) nextRow(columns, d, i, j);
    (columns[i] as Float64Array).fill(0, 0, i);
    return 0;
  }
  let h = 0;
  for (let k = 0; k < i; k++) {
    const value = (d[k] as number) / scale;
    d[k] = value;
    h += value * value;
  }
  const last = d[i - 1] as number;
  const g = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
  e[i] = scale * g;
  h -= last * g;
  d[i - 1] = last - g;
  (columns[i] as Float64Array).set(d.subarray(0, i));
  multiplyLower(columns, d, e, i);
  let along = 0;
  for (let j = 0; j < i; j++) {
    const value = (e[j] as number) / h;
    e[j] = value;
    along += value * (d[j] as number);
  }
  const half = along / (h + h);
  for (let j = 0; j < i; j++) e[j] = (e[j] as number) - half * (d[j] as number);
  for (let j = 0; j < i; j++) {
    const column = columns[j] as Float64Array;
    const f = d[j] as number;
    const own = e[j] as number;
    for (let k = j; k < i; k++) column[k] = (column[k] as number) - (f * (e[k] as number) + own * (d[k] as number));
    nextRow(columns, d, i, j);
  }
  return h;
}

function nextRow(columns: readonly Float64Array[], d: Float64Array, i: number, j: number): void {
  const column = columns[j] as Float64Array;
  d[j] = column[i - 1] as number;
  column[i] = 0;
}

/** e[0..i) = the symmetric matrix, of which the lower triangle is stored, times d[0..i). */
function multiplyLower(columns: readonly Float64Array[], d: Float64Array, e: Float64Array, i: number): void {
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const column = columns[j] as Float64Array;
    const f = d[j] as number;
    let g = (e[j] as number) + (column[j] as number) * f;
    for (let k = j + 1; k < i; k++) {
      const value = column[k] as number;
      g += value * (d[k] as number);
      e[k] = (e[k] as number) + value * f;
    }
    e[j] = g;
  }
}

/** Multiplies the reflections out into the basis, and moves the diagonal to d. */
function gather(columns: readonly Float64Array[], d: Float64Array, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    const own = columns[i] as Float64Array;
    own[n - 1] = own[i] as number;
    own[i] = 1;
    const reflection = columns[i + 1] as Float64Array;
    const h = d[i + 1] as number;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = (reflection[k] as number) / h;
      for (let j = 0; j <= i; j++) {
        const column = columns[j] as Float64Array;
        let g = 0;
        for (let k = 0; k <= i; k++) g += (reflection[k] as number) * (column[k] as number);
        for (let k = 0; k <= i; k++) column[k] = (column[k] as number) - g * (d[k] as number);
      }
    }
    reflection.fill(0, 0, i + 1);
  }
  columns.forEach((column, j) => {
    d[j] = column[n - 1] as number;
    column[n - 1] = j === n - 1 ? 1 : 0;
  });
}
