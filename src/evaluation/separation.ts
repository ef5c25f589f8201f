/**
 * How far two sets are apart, in numbers with intervals: by nearest neighbours, by silhouettes, by a classifier that has not
 * seen the subjects it is asked about. It looks at features, never at a map of them, and leaves out what cannot be measured.
 */
import type { SeparationNumber } from '../protocol/comparison.ts';
import { bits } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { classifierAuc } from './classifierAuc.ts';
import type { Features } from './features.ts';
import { type Interval, middleOf, shareInterval } from './interval.ts';
import { silhouettes } from './silhouette.ts';
import { FOLDS } from './subjectFolds.ts';
import { type Groups, oneNearestTest, pooled, type TwoSample } from './twoSample.ts';

const CHANCE = 0.5;
/** As many as the classifier's. */
const ROUNDS = 400;

/**
 * groups: the subject of each picture, where pictures of one subject are not independent. A number needs two subjects of
 * either set, the classifier more than a fifth of all of either; without them it is left out.
 */
export function separationOf(
  first: Features,
  second: Features,
  groups: Groups | undefined,
  seed: number,
): SeparationNumber[] {
  const { groupOf } = pooled(first, second, groups);
  const [ofFirst, ofSecond] = [groupOf.subarray(0, first.count), groupOf.subarray(first.count)];
  const fewest = Math.min(new Set(ofFirst).size, new Set(ofSecond).size);
  if (fewest < 2) return [];
  const numbers: SeparationNumber[] = [
    nearestNumber(first, second, groups, seed),
    silhouetteNumber(first, second, groups, seed),
  ];
  const subjects = new Set(groupOf).size;
  if (subjects < FOLDS || fewest <= Math.ceil(subjects / FOLDS)) return numbers;
  const { auc, interval } = classifierAuc(first, second, groups, seed);
  return [...numbers, { id: 'auc', value: auc, interval, ifNone: CHANCE }];
}

function nearestNumber(first: Features, second: Features, groups: Groups | undefined, seed: number): SeparationNumber {
  const test = oneNearestTest(first, second, groups);
  const isRight = Float64Array.from(test.nearest, (other, i) => Number(other < first.count === i < first.count));
  const interval = groups
    ? overSubjects(isRight, first.count, pooled(first, second, groups).groupOf, seed)
    : independentInterval(test);
  return { id: 'oneNearest', value: test.accuracy, interval, ifNone: CHANCE };
}

/** Wilson's, for as many trials as the pictures are worth: two that are each other's nearest are right or wrong together. */
function independentInterval({ accuracy, nearest }: TwoSample): Interval {
  const mutual = nearest.reduce((sum, other, i) => sum + Number(nearest[other] === i), 0);
  const trials = nearest.length / (1 + mutual / nearest.length);
  return shareInterval(accuracy * trials, trials);
}

function silhouetteNumber(
  first: Features,
  second: Features,
  groups: Groups | undefined,
  seed: number,
): SeparationNumber {
  const each = silhouettes(first, second, groups);
  const { groupOf } = pooled(first, second, groups);
  const value = each.reduce((sum, one) => sum + one, 0) / each.length;
  return { id: 'silhouette', value, interval: overSubjects(each, first.count, groupOf, seed), ifNone: 0 };
}

/** The middle 95 % of the mean of both sets' means, subjects drawn anew with replacement; draws without either set are left out. */
function overSubjects(values: Float64Array, first: number, groupOf: Float64Array, seed: number): Interval {
  const sums = new Map<number, [number, number, number, number]>();
  values.forEach((value, i) => {
    const own = sums.get(groupOf[i] as number) ?? [0, 0, 0, 0];
    const set = i < first ? 0 : 2;
    own[set] = (own[set] as number) + value;
    own[set + 1] = (own[set + 1] as number) + 1;
    sums.set(groupOf[i] as number, own);
  });
  const subjects = [...sums.values()];
  const means: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let [sumA, countA, sumB, countB] = [0, 0, 0, 0];
    for (const word of bits(seed, STREAM.bootstrap, round, subjects.length)) {
      const [a, inA, b, inB] = subjects[word % subjects.length] as [number, number, number, number];
      sumA += a;
      countA += inA;
      sumB += b;
      countB += inB;
    }
    if (countA > 0 && countB > 0) means.push((sumA / countA + sumB / countB) / 2);
  }
  return middleOf(means);
}
