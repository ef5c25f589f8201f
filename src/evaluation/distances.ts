/**
 * Inner products and squared distances of all pairs of two sets of vectors, some rows at a time, so that 1,000 x 10,000
 * never lie in memory at once. In doubles and plain JS: the same numbers on every machine, whatever the GPU does.
 */
import type { Features } from './features.ts';

/** Rows of the first set at once: their vectors stay in the processor's cache while the second set streams by. */
const ROWS = 16;
/** Vectors of the second set multiplied side by side, and rows of the first by twos, so that numbers are read less often. */
const TOGETHER = 4;
const PAIR = 2;

/**
 * Calls `use(i, products)` for each vector i of `first` in order: products[j] = <first i, second j>. The array is reused
 * by the next call. Like vectors give exactly their squared norm, so that copies have distance 0.
 */
export function eachProducts(
  first: Features,
  second: Features,
  use: (i: number, products: Float64Array) => void,
): void {
  const { width } = first;
  const others = second.count;
  const padded = Math.ceil(others / TOGETHER) * TOGETHER;
  const b = new Float64Array(padded * width);
  b.set(second.values);
  const block = new Float64Array(ROWS * width);
  const products = Array.from({ length: ROWS }, () => new Float64Array(padded));
  const cut = products.map((row) => row.subarray(0, others));
  for (let start = 0; start < first.count; start += ROWS) {
    const rows = Math.min(ROWS, first.count - start);
    block.set(first.values.subarray(start * width, (start + rows) * width));
    for (let j = 0; j < padded; j += TOGETHER) multiply(block, rows, b, j, width, products);
    for (let row = 0; row < rows; row++) use(start + row, cut[row] as Float64Array);
  }
}

/** products[row][j..j+3] for every row of the block; of an odd number, one row more, which nobody reads. */
function multiply(
  block: Float64Array,
  rows: number,
  b: Float64Array,
  j: number,
  width: number,
  products: readonly Float64Array[],
): void {
  const b0 = j * width;
  const b1 = b0 + width;
  const b2 = b1 + width;
  const b3 = b2 + width;
  for (let row = 0; row < rows; row += PAIR) {
    const from = row * width;
    const next = from + width;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    for (let k = 0; k < width; k++) {
      const s = block[from + k] as number;
      const t = block[next + k] as number;
      const v0 = b[b0 + k] as number;
      const v1 = b[b1 + k] as number;
      const v2 = b[b2 + k] as number;
      const v3 = b[b3 + k] as number;
      s0 += s * v0;
      s1 += s * v1;
      s2 += s * v2;
      s3 += s * v3;
      t0 += t * v0;
      t1 += t * v1;
      t2 += t * v2;
      t3 += t * v3;
    }
    put(products[row] as Float64Array, j, s0, s1, s2, s3);
    put(products[row + 1] as Float64Array, j, t0, t1, t2, t3);
  }
}

function put(target: Float64Array, at: number, s0: number, s1: number, s2: number, s3: number): void {
  target[at] = s0;
  target[at + 1] = s1;
  target[at + 2] = s2;
  target[at + 3] = s3;
}

/** Squared norms of all vectors, summed in the order in which `eachProducts` sums. */
function squaredNorms({ values, count, width }: Features): Float64Array {
  const norms = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = i * width; k < (i + 1) * width; k++) sum += (values[k] as number) * (values[k] as number);
    norms[i] = sum;
  }
  return norms;
}

/** As eachProducts, with squared Euclidean distances, never below 0. */
export function eachDistances(
  first: Features,
  second: Features,
  use: (i: number, squared: Float64Array) => void,
): void {
  const ofFirst = squaredNorms(first);
  const ofSecond = squaredNorms(second);
  eachProducts(first, second, (i, products) => {
    const own = ofFirst[i] as number;
    for (let j = 0; j < products.length; j++)
      products[j] = Math.max(0, own + (ofSecond[j] as number) - 2 * (products[j] as number));
    use(i, products);
  });
}
