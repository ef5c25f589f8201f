/**
 * How well a small classifier tells two sets apart on subjects that it has not seen: the area under the ROC curve of
 * logistic regression, whole subjects held out in folds. 0.5 is chance. It says that a difference is there, not which.
 */
import { bits, permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { checkComparable, chosenFeatures, type Features } from './features.ts';
import { type Interval, middleOf } from './interval.ts';
import { fitLogistic } from './logisticRegression.ts';
import { rankAuc } from './rankAuc.ts';
import { type Groups, pooled } from './twoSample.ts';

export interface ClassifierAuc {
  readonly auc: number;
  /** 95 %, by drawing subjects anew with replacement; the classifiers stay as they were. */
  readonly interval: Interval;
  readonly folds: number;
  /** Groups held out in turn. */
  readonly subjects: number;
}

export const FOLDS = 5;
const ROUNDS = 400;

/** Throws RangeError below 5 groups, where a fold lacks one of the kinds, or for features of different extractors. */
export function classifierAuc(first: Features, second: Features, groups?: Groups, seed = 0): ClassifierAuc {
  checkComparable('The classifier', first, second, FOLDS);
  const { both, groupOf } = pooled(first, second, groups);
  const members = new Map<number, number[]>();
  groupOf.forEach((group, i) => {
    const own = members.get(group);
    if (own) own.push(i);
    else members.set(group, [i]);
  });
  const subjects = [...members.values()];
  if (subjects.length < FOLDS)
    throw new RangeError(
      `The classifier holds out a fifth of the subjects in turn, but there are only ${subjects.length}: give more.`,
    );
  const labels = Uint8Array.from({ length: both.count }, (_, i) => (i < first.count ? 0 : 1));
  const scores = new Float64Array(both.count);
  const order = Array.from(permutation(seed, STREAM.metricSplit, 0, subjects.length));
  for (let fold = 0; fold < FOLDS; fold++) {
    const part = (isTest: boolean) =>
      order
        .filter((_, place) => (place % FOLDS === fold) === isTest)
        .flatMap((subject) => subjects[subject] as number[]);
    const train = part(false);
    const test = part(true);
    const model = fitLogistic(
      chosenFeatures(both, train),
      train.map((i) => labels[i] as number),
    );
    model.scores(chosenFeatures(both, test)).forEach((score, place) => {
      scores[test[place] as number] = score;
    });
  }
  const scoresOfKinds = (pictures: readonly number[]) => {
    const scoresOf = (label: number) => pictures.filter((i) => labels[i] === label).map((i) => scores[i] as number);
    return [scoresOf(1), scoresOf(0)] as const;
  };
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const words = bits(seed, STREAM.bootstrap, round, subjects.length);
    const [positives, negatives] = scoresOfKinds(
      Array.from(words, (word) => subjects[word % subjects.length] as number[]).flat(),
    );
    // A draw of subjects of one kind alone has no area.
    if (positives.length > 0 && negatives.length > 0) rounds.push(rankAuc(positives, negatives));
  }
  const [positives, negatives] = scoresOfKinds(Array.from(labels.keys()));
  return { auc: rankAuc(positives, negatives), interval: middleOf(rounds), folds: FOLDS, subjects: subjects.length };
}
