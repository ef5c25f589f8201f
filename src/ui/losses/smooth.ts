/**
 * Exponential smoothing of a series of step values. It refuses to invent values: before the first finite one the result
 * is NaN, and a value that is not finite leaves the average where it was.
 */

/**
 * The running mean with weight `weight` (0: the values themselves, below 1) on the past, corrected for its start as Adam
 * corrects its moments, so that the first result is the first value. Caller owns the array; O(length).
 */
export function smooth(values: ArrayLike<number>, length: number, weight: number): Float64Array {
  const result = new Float64Array(length);
  let mean = 0;
  let mass = 0;
  for (let index = 0; index < length; index++) {
    const value = values[index] ?? Number.NaN;
    if (Number.isFinite(value)) {
      mean = weight * mean + (1 - weight) * value;
      mass = weight * mass + (1 - weight);
    }
    result[index] = mass > 0 ? mean / mass : Number.NaN;
  }
  return result;
}
