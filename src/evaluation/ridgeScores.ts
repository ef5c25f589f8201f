/**
 * Least squares with a penalty, as a stand-in for logistic regression where one must be fitted hundreds of times to the same
 * pictures under other labels: all that does not depend on labels is done once. It refuses to be the classifier reported.
 */
import { choleskyInPlace, solvedBy } from './cholesky.ts';
import type { Features } from './features.ts';
import { standardiser } from './logisticRegression.ts';

/** Logistic regression's penalty of |w|^2 / 2, over the curvature of its loss about 0, 1/4: both shrink alike there. */
const PENALTY = 4;

/** What gives the scores of `test` for labels of `train`, 0 or 1. Higher for the second kind. */
export function ridgeScores(train: Features, test: Features): (labels: ArrayLike<number>) => Float64Array {
  const standardise = standardiser(train);
  const [x, y] = [standardise(train), standardise(test)]; // [N,size]; the last column is 1
  const size = train.width + 1;
  const gram = new Float64Array(size * size); // lower triangle
  for (let start = 0; start < x.length; start += size)
    for (let row = 0; row < size; row++) {
      const value = x[start + row] as number;
      for (let k = 0, at = row * size; k <= row; k++, at++)
        gram[at] = (gram[at] as number) + value * (x[start + k] as number);
    }
  for (let k = 0; k < size - 1; k++) gram[k * size + k] = (gram[k * size + k] as number) + PENALTY;
  const factor = choleskyInPlace(gram, size);
  return (labels) => {
    const right = new Float64Array(size);
    for (let i = 0; i < train.count; i++)
      if (labels[i] === 1) for (let k = 0; k < size; k++) right[k] = (right[k] as number) + (x[i * size + k] as number);
    const weights = solvedBy(factor, right);
    return Float64Array.from({ length: test.count }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += (y[i * size + k] as number) * (weights[k] as number);
      return sum;
    });
  };
}
