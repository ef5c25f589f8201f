/**
 * Kernel distance between two sets of features: the squared maximum mean discrepancy with a cubic kernel, unbiased, so
 * that like sets give 0 on average however few the pictures, and may give less. Blocks of different pictures each give an
 * estimate, and their spread the interval. Binkowski et al. 2018 (KID); Zaremba et al. 2013 (blocks).
 */
import { permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { eachProducts } from './distances.ts';
import { checkComparable, chosenFeatures, type Features } from './features.ts';
import { type MeanEstimate, meanOf } from './interval.ts';

const FEWEST_PICTURES = 2;
/** Pictures of each set a block, where there are enough of them. */
const BLOCK_SIZE = 100;
/** Fewer blocks give no interval worth its name: blocks are made smaller instead. */
const FEWEST_BLOCKS = 5;

export interface KernelDistance extends MeanEstimate {
  readonly blocks: number;
  readonly blockSize: number;
}

/** KID (not times 1000) with its interval. Throws RangeError below 10 pictures or for sets that cannot be compared. */
export function kernelDistance(first: Features, second: Features, seed = 0): KernelDistance {
  checkComparable('The kernel distance', first, second, FEWEST_PICTURES * FEWEST_BLOCKS);
  const count = Math.min(first.count, second.count);
  const blockSize = Math.min(BLOCK_SIZE, Math.floor(count / FEWEST_BLOCKS));
  const blocks = Math.floor(count / blockSize);
  const [a, b] = [first, second].map((set, step) => permutation(seed, STREAM.metricSplit, step, set.count)) as [
    Uint32Array,
    Uint32Array,
  ];
  const estimates = Array.from({ length: blocks }, (_, block) => {
    const part = (order: Uint32Array) => order.subarray(block * blockSize, (block + 1) * blockSize);
    return meanDiscrepancy(chosenFeatures(first, part(a)), chosenFeatures(second, part(b)));
  });
  return { ...meanOf(estimates), blocks, blockSize };
}

/** The unbiased estimate from all pictures at once; k(x, y) = (<x, y> / width + 1)^3. At least 2 vectors of each. */
export function meanDiscrepancy(first: Features, second: Features): number {
  checkComparable('The kernel distance', first, second, FEWEST_PICTURES);
  const among = (set: Features) => kernelSum(set, set, true) / set.count / (set.count - 1);
  const between = kernelSum(first, second, false) / first.count / second.count;
  return among(first) + among(second) - 2 * between;
}

function kernelSum(first: Features, second: Features, withoutSelf: boolean): number {
  let sum = 0;
  eachProducts(first, second, (i, products) => {
    for (let j = 0; j < products.length; j++)
      if (!(withoutSelf && i === j)) {
        const base = (products[j] as number) / first.width + 1;
        sum += base * base * base;
      }
  });
  return sum;
}
