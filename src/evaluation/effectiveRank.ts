/**
 * Effective rank of a set of features: along how many directions its vectors vary, as the exponential of the entropy of the
 * covariance's eigenvalues. It falls when pictures become alike. It refuses to compare sets: give as many pictures of each.
 * Roy and Vetterli 2007, "The effective rank".
 */
import { checkComparable, type Features } from './features.ts';
import { symmetricEigen } from './symmetricEigen.ts';

const FEWEST_PICTURES = 2;
/** Of the mean square of the values: less variance than that is float32's rounding, not variety. */
const NO_VARIETY = 1e-12;

/** From 1 to the smaller of count - 1 and width; 0 where all vectors are the same. Throws RangeError below 2 vectors. */
export function effectiveRank(features: Features): number {
  checkComparable('The effective rank', features, features, FEWEST_PICTURES);
  const { values, spread, square } = centred(features);
  if (spread <= NO_VARIETY * square) return 0;
  const { count, width } = features;
  // The two products have the same eigenvalues but for zeros: the smaller is taken.
  const n = Math.min(count, width);
  const products = count <= width ? ofRows(values, count, width) : ofColumns(values, count, width);
  let entropy = 0;
  for (const value of symmetricEigen(products, n).values) {
    const share = value / spread;
    if (share > 0) entropy -= share * Math.log(share);
  }
  return Math.exp(entropy);
}

/** The vectors less their mean, the sum of their squares, and that of the vectors as they came. */
function centred({ values, count, width }: Features) {
  const mean = new Float64Array(width);
  for (let at = 0; at < values.length; at++) mean[at % width] = (mean[at % width] as number) + (values[at] as number);
  const result = new Float64Array(values.length);
  let spread = 0;
  let square = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    const moved = value - (mean[at % width] as number) / count;
    result[at] = moved;
    spread += moved * moved;
    square += value * value;
  }
  return { values: result, spread, square };
}

/** count x count: inner products of all pairs of vectors. */
function ofRows(values: Float64Array, count: number, width: number): Float64Array {
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += (values[i * width + k] as number) * (values[j * width + k] as number);
      products[i * count + j] = sum;
      products[j * count + i] = sum;
    }
  return products;
}

/** width x width: the covariance times the count. */
function ofColumns(values: Float64Array, count: number, width: number): Float64Array {
  const products = new Float64Array(width * width);
  for (let i = 0; i < count; i++)
    for (let row = 0; row < width; row++) {
      const value = values[i * width + row] as number;
      for (let k = 0; k < width; k++)
        products[row * width + k] = (products[row * width + k] as number) + value * (values[i * width + k] as number);
    }
  return products;
}
