/** Adam over a handful of numbers off the GPU, where reading them back costs less than keeping them there. Pure but for the values. */

export interface AdamMoments {
  readonly step: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** Of `count` numbers that have not moved yet. */
export function firstMoments(count: number): AdamMoments {
  return { step: 0, first: new Float64Array(count), second: new Float64Array(count) };
}

/** Moves `values` one step and returns the moments after it; those before stay as they were. @see Kingma and Ba 2015, algorithm 1 */
export function adamStepped(
  values: Float64Array,
  gradient: ArrayLike<number>,
  before: AdamMoments,
  rate: number,
): AdamMoments {
  const step = before.step + 1;
  const first = before.first.map((moment, i) => BETA_1 * moment + (1 - BETA_1) * (gradient[i] as number));
  const second = before.second.map((moment, i) => BETA_2 * moment + (1 - BETA_2) * (gradient[i] as number) ** 2);
  for (let i = 0; i < values.length; i++) {
    const mean = (first[i] as number) / (1 - BETA_1 ** step);
    const square = (second[i] as number) / (1 - BETA_2 ** step);
    values[i] = (values[i] as number) - (rate * mean) / (Math.sqrt(square) + EPSILON);
  }
  return { step, first, second };
}
