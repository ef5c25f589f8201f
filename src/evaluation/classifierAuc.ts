/**
 * How well a small classifier tells two sets apart on subjects that it has not seen: the area under the ROC curve of
 * logistic regression, whole subjects held out in folds. 0.5 is chance. It says that a difference is there, not which.
 */
import { checkComparable, chosenFeatures, type Features } from './features.ts';
import { type Interval, middleOf } from './interval.ts';
import { fitLogistic } from './logisticRegression.ts';
import { areaOf, redrawnPictures, refitSpread } from './refitSpread.ts';
import { FOLDS, foldsOf, subjectsOf } from './subjectFolds.ts';
import { type Groups, pooled } from './twoSample.ts';

export interface ClassifierAuc {
  readonly auc: number;
  /** 95 %, by drawing subjects anew with replacement, and wider by what refitting adds to chance. */
  readonly interval: Interval;
  readonly folds: number;
  /** Groups held out in turn. */
  readonly subjects: number;
}

const ROUNDS = 400;

/** Throws RangeError below 5 groups, where a fold lacks one of the kinds, or for features of different extractors. */
export function classifierAuc(first: Features, second: Features, groups?: Groups, seed = 0): ClassifierAuc {
  checkComparable('The classifier', first, second, FOLDS);
  const { both, groupOf } = pooled(first, second, groups);
  const subjects = subjectsOf(groupOf);
  if (subjects.length < FOLDS)
    throw new RangeError(
      `The classifier holds out a fifth of the subjects in turn, but there are only ${subjects.length}: give more.`,
    );
  const labels = Uint8Array.from({ length: both.count }, (_, i) => (i < first.count ? 0 : 1));
  const scores = new Float64Array(both.count);
  const folds = foldsOf(subjects, seed);
  for (const { train, test } of folds) {
    const model = fitLogistic(
      chosenFeatures(both, train),
      train.map((i) => labels[i] as number),
    );
    model.scores(chosenFeatures(both, test)).forEach((score, place) => {
      scores[test[place] as number] = score;
    });
  }
  const judged = { subjects, labels, scores };
  const auc = areaOf(judged, Array.from(labels.keys())) as number;
  const redrawn = Array.from({ length: ROUNDS }, (_, round) => areaOf(judged, redrawnPictures(subjects, seed, round)));
  const kept = middleOf(redrawn.filter((area) => area !== undefined));
  const spread = refitSpread(both, judged, folds, seed);
  return { auc, interval: widened(kept, auc, spread.widening), folds: FOLDS, subjects: subjects.length };
}

function widened({ low, high }: Interval, auc: number, widening: number): Interval {
  return { low: Math.max(0, auc - widening * (auc - low)), high: Math.min(1, auc + widening * (high - auc)) };
}
