/**
 * Logistic regression with a penalty of |w|^2 / 2 on standardised features, fitted by Newton's method: the optimum is one,
 * whatever the start. It refuses to choose its penalty from the data, which a few hundred pictures do not allow.
 */
import { choleskyInPlace, solvedBy } from './cholesky.ts';
import type { Features } from './features.ts';

export interface LogisticModel {
  /** One number a vector, above 0 for the second kind. */
  readonly scores: (features: Features) => Float64Array;
}

/** Newton needs about eight steps; halved ones count, too. */
const MOST_STEPS = 100;
/** The fit is done when no weight moves by more. */
const SETTLED = 1e-9;

/** labels: 0 or 1, both present. Throws RangeError where they are not. */
export function fitLogistic(features: Features, labels: ArrayLike<number>): LogisticModel {
  const positives = Array.from(labels).filter((label) => label === 1).length;
  if (positives === 0 || positives === features.count)
    throw new RangeError(
      'A classifier learns from pictures of both kinds, but a part has only one: give more subjects.',
    );
  const standardise = standardiser(features);
  const x = standardise(features);
  const size = features.width + 1;
  const weights = new Float64Array(size); // the last is the bias, without a penalty
  let loss = lossOf(x, labels, weights);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(x, labels, weights);
    let next = weights.map((weight, k) => weight - (move[k] as number));
    for (let share = 1; lossOf(x, labels, next) > loss && share > SETTLED; ) {
      share /= 2;
      const shortened = share;
      next = weights.map((weight, k) => weight - shortened * (move[k] as number));
    }
    loss = lossOf(x, labels, next);
    const largest = weights.reduce((most, weight, k) => Math.max(most, Math.abs(weight - (next[k] as number))), 0);
    weights.set(next);
    if (largest < SETTLED) break;
  }
  return { scores: (others) => logits(standardise(others), weights) };
}

/** Subtracts the mean and divides by the deviation of `features`; appends the bias's 1. A constant feature becomes 0. */
export function standardiser({ values, count, width }: Features): (features: Features) => Float64Array {
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  for (let k = 0; k < width; k++) {
    let sum = 0;
    for (let at = k; at < values.length; at += width) sum += values[at] as number;
    mean[k] = sum / count;
    let squares = 0;
    for (let at = k; at < values.length; at += width) squares += ((values[at] as number) - (mean[k] as number)) ** 2;
    deviation[k] = Math.sqrt(squares / count) || 1;
  }
  return (features) => {
    const result = new Float64Array(features.count * (width + 1)).fill(1);
    for (let i = 0; i < features.count; i++)
      for (let k = 0; k < width; k++)
        result[i * (width + 1) + k] =
          ((features.values[i * width + k] as number) - (mean[k] as number)) / (deviation[k] as number);
    return result;
  };
}

function logits(x: Float64Array, weights: Float64Array): Float64Array {
  const size = weights.length;
  return Float64Array.from({ length: x.length / size }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (x[i * size + k] as number) * (weights[k] as number);
    return sum;
  });
}

/** Sum of the cross entropies and the penalty. */
function lossOf(x: Float64Array, labels: ArrayLike<number>, weights: Float64Array): number {
  const penalty = weights.subarray(0, -1).reduce((sum, weight) => sum + weight * weight, 0) / 2;
  return logits(x, weights).reduce((sum, logit, i) => {
    const margin = labels[i] === 1 ? -logit : logit;
    return sum + Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  }, penalty);
}

/** Hessian^-1 gradient. */
function newtonStep(x: Float64Array, labels: ArrayLike<number>, weights: Float64Array): Float64Array {
  const size = weights.length;
  const gradient = weights.slice();
  gradient[size - 1] = 0;
  const hessian = new Float64Array(size * size); // lower triangle
  for (let k = 0; k < size - 1; k++) hessian[k * size + k] = 1;
  // The bias has no penalty; where all pictures are surely classified, this keeps its curvature above 0.
  hessian[size * size - 1] = Number.EPSILON;
  logits(x, weights).forEach((logit, i) => {
    const chance = 1 / (1 + Math.exp(-logit));
    const error = chance - (labels[i] as number);
    const curvature = chance * (1 - chance);
    for (let row = 0; row < size; row++) {
      const value = x[i * size + row] as number;
      gradient[row] = (gradient[row] as number) + error * value;
      const scaled = curvature * value;
      for (let k = 0, at = row * size; k <= row; k++, at++)
        hessian[at] = (hessian[at] as number) + scaled * (x[i * size + k] as number);
    }
  });
  return solvedBy(choleskyInPlace(hessian, size), gradient);
}
