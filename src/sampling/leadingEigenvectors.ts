/**
 * The first few eigenvectors of a large symmetric matrix without negative eigenvalues, by orthogonal iteration on a block
 * that is a little wider than asked for. Pure, and the same every time: the block begins with fixed numbers.
 * @see Golub and Van Loan 2013, section 8.2.4; Rutishauser 1969 (the small problem solved within the block)
 */
import { uniforms } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { type Eigen, symmetricEigen } from './symmetricEigen.ts';

/** The wider the block, the faster its first vectors settle. */
const SPARE = 10;
/** Products between two looks at the eigenvalues. */
const PRODUCTS_A_LOOK = 10;
/** An eigenvalue's error is the square of its vector's: these vectors are right to about 1e-6. */
const SETTLED = 1e-12;
/** Reached where neighbours are so alike that no order among them means anything. */
const MOST_LOOKS = 40;

/** matrix [n,n], row by row. Largest first, `count` of them (at most n), each vector's largest element positive: [count, n]. */
export function leadingEigenvectors(matrix: Float32Array, n: number, count: number): Eigen {
  const width = Math.min(n, count + SPARE);
  let block = orthonormal(
    Float64Array.from(uniforms(0, STREAM.weights, 0, width * n), (value) => value - HALF),
    n,
  );
  let values = new Float64Array(width);
  for (let look = 0; look < MOST_LOOKS; look++) {
    for (let product = 0; product < PRODUCTS_A_LOOK; product++) block = orthonormal(times(matrix, block, n), n);
    const small = withinBlock(matrix, block, n);
    block = combined(small.vectors, block, n);
    const before = values;
    values = Float64Array.from(small.values);
    if (settled(before, values, count)) break;
  }
  const kept = Math.min(n, count);
  const vectors = block.slice(0, kept * n);
  for (let k = 0; k < kept; k++) pointForward(vectors.subarray(k * n, (k + 1) * n));
  return { values: values.slice(0, kept), vectors };
}

const HALF = 0.5;

function settled(before: Float64Array, after: Float64Array, count: number): boolean {
  const size = Math.abs(after[0] ?? 0);
  return after.subarray(0, count).every((value, k) => Math.abs(value - (before[k] as number)) <= SETTLED * size);
}

/** Each row of `block` times the matrix. */
function times(matrix: Float32Array, block: Float64Array, n: number): Float64Array {
  const product = new Float64Array(block.length);
  for (let row = 0; row < block.length; row += n)
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += (matrix[i * n + j] as number) * (block[row + j] as number);
      product[row + i] = sum;
    }
  return product;
}

/** Gram and Schmidt, twice, so that rounding leaves nothing. A row that vanishes stays zero. */
function orthonormal(block: Float64Array, n: number): Float64Array {
  const rows = Float64Array.from(block);
  for (let start = 0; start < rows.length; start += n) {
    const row = rows.subarray(start, start + n);
    for (let pass = 0; pass < 2; pass++)
      for (let other = 0; other < start; other += n) subtractShare(row, rows.subarray(other, other + n));
    const length = Math.sqrt(dot(row, row));
    if (length > 0) for (let i = 0; i < n; i++) row[i] = (row[i] as number) / length;
  }
  return rows;
}

function subtractShare(row: Float64Array, unit: Float64Array): void {
  const share = dot(row, unit);
  for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) - share * (unit[i] as number);
}

/** The matrix as the block sees it, solved. */
function withinBlock(matrix: Float32Array, block: Float64Array, n: number): Eigen {
  const width = block.length / n;
  const product = times(matrix, block, n);
  const small = new Float64Array(width * width);
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      const value = dot(block.subarray(i * n, (i + 1) * n), product.subarray(j * n, (j + 1) * n));
      small[i * width + j] = value;
      small[j * width + i] = value;
    }
  return symmetricEigen(small, width);
}

/** Rows of `weights` [width,width] times the block [width,n]. */
function combined(weights: Float64Array, block: Float64Array, n: number): Float64Array {
  const width = block.length / n;
  const rows = new Float64Array(block.length);
  for (let k = 0; k < width; k++)
    for (let from = 0; from < width; from++) {
      const weight = weights[k * width + from] as number;
      for (let i = 0; i < n; i++)
        rows[k * n + i] = (rows[k * n + i] as number) + weight * (block[from * n + i] as number);
    }
  return rows;
}

/** A direction and its opposite are one eigenvector: the one whose largest element is positive. */
function pointForward(vector: Float64Array): void {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  if (largest < 0) for (let i = 0; i < vector.length; i++) vector[i] = -(vector[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
