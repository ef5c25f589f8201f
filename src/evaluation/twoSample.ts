/**
 * Whether two sets can be told apart by their nearest neighbours: each picture is given the set of its nearest other, and
 * the share that is right is about one half where the sets are alike, below it where pictures of different sets are
 * doubles. It refuses to say what the difference is. Lopez-Paz and Oquab 2017.
 */
import { checkComparable, type Features, featuresOf } from './features.ts';
import { type Nearest, nearestOf } from './nearest.ts';

/** The group (subject) of each picture of either set; one number means the same subject in both. */
export interface Groups {
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
}

export interface TwoSample {
  /** Mean of the two sets' shares, so that 0.5 is chance whatever their sizes. */
  readonly accuracy: number;
  /** For independent pictures; slices of one subject are not, so with groups it is too small. */
  readonly standardError: number;
  readonly ofFirst: number;
  readonly ofSecond: number;
  /** The nearest other of each picture, by its place among both sets, the first set's first. */
  readonly nearest: Int32Array;
}

/** With groups, neighbours of a picture's own group do not count. Throws RangeError for sets that cannot be compared. */
export function oneNearestTest(first: Features, second: Features, groups?: Groups): TwoSample {
  checkComparable('The nearest-neighbour test', first, second, 2);
  const { both, groupOf } = pooled(first, second, groups);
  const { indices }: Nearest = nearestOf(both, both, (i, j) => groupOf[i] !== groupOf[j]);
  if (indices.includes(-1))
    throw new RangeError('The nearest-neighbour test needs pictures of at least 2 subjects: give more.');
  const share = (from: number, to: number) =>
    indices.subarray(from, to).filter((index) => index >= from && index < to).length / (to - from);
  const ofFirst = share(0, first.count);
  const ofSecond = share(first.count, both.count);
  const variance = (p: number, count: number) => (p * (1 - p)) / count;
  return {
    accuracy: (ofFirst + ofSecond) / 2,
    standardError: Math.sqrt(variance(ofFirst, first.count) + variance(ofSecond, second.count)) / 2,
    ofFirst,
    ofSecond,
    nearest: indices,
  };
}

/** Both sets behind each other, and the group of each picture: itself where there are none. */
export function pooled(
  first: Features,
  second: Features,
  groups?: Groups,
): { readonly both: Features; readonly groupOf: Float64Array } {
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  const both = featuresOf(values, first.width, first.extractor);
  const groupOf = Float64Array.from({ length: both.count }, (_, i) => i);
  if (groups) {
    groupOf.set(Array.from(groups.first));
    groupOf.set(Array.from(groups.second), first.count);
  }
  return { both, groupOf };
}
