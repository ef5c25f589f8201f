/** Intervals of 95 % about numbers: what repetitions span, and what the mean of a few estimates allows. It draws nothing. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Ends of the middle 95 %. */
const LOW = 0.025;
const HIGH = 0.975;
/** The normal distribution's quantile at 0.975. */
const NORMAL = 1.959963984540054;
/** Terms of the expansion below, of rising order in 1 / freedom: factors of z, z^3, z^5 and so on, and their divisor. */
const EXPANSION = [
  { divisor: 4, odd: [1, 1] },
  { divisor: 96, odd: [3, 16, 5] },
  { divisor: 384, odd: [-15, 17, 19, 3] },
  { divisor: 92160, odd: [-945, -1920, 1482, 776, 79] },
] as const;

/** The middle 95 % of the values. Throws RangeError for none. */
export function middleOf(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  return { low: quantile(sorted, LOW), high: quantile(sorted, HIGH) };
}

/** `sorted`: ascending. share: 0 to 1. Between two values linearly, as numpy does. Throws RangeError for none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new RangeError('A quantile of no values does not exist: give at least one.');
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}

export interface MeanEstimate {
  readonly mean: number;
  readonly standardError: number;
  /** By Student's t, for independent estimates. */
  readonly interval: Interval;
}

/** Mean of independent estimates of one number. Throws RangeError below 2. */
export function meanOf(estimates: readonly number[]): MeanEstimate {
  const count = estimates.length;
  if (count < 2) throw new RangeError(`An interval needs at least 2 estimates, but there are ${count}.`);
  const mean = estimates.reduce((sum, value) => sum + value, 0) / count;
  const variance = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const standardError = Math.sqrt(variance / count);
  const reach = studentQuantile(count - 1) * standardError;
  return { mean, standardError, interval: { low: mean - reach, high: mean + reach } };
}

/**
 * Student's t at 0.975 by Cornish and Fisher's expansion about the normal (Abramowitz and Stegun 26.7.5): within 1 % from 4
 * degrees of freedom, 3 % too small at 2.
 */
export function studentQuantile(freedom: number): number {
  let quantile = NORMAL;
  EXPANSION.forEach(({ divisor, odd }, order) => {
    const polynomial = odd.reduce((sum, factor, power) => sum + factor * NORMAL ** (2 * power + 1), 0);
    quantile += polynomial / divisor / freedom ** (order + 1);
  });
  return quantile;
}

/** Wilson's interval for a share: `hits` of `trials`, with the normal quantile `z` (95 %, unless said). */
export function shareInterval(hits: number, trials: number, z = NORMAL): Interval {
  const share = hits / trials;
  const shrink = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / shrink;
  const reach = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z / (2 * trials)) ** 2);
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}
