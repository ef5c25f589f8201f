/**
 * How much further areas under the curve spread by chance than drawing subjects anew tells: a new sample would give another
 * classifier, too, whose errors in all of a fold go together. Measured where nothing is to be found, under permuted labels,
 * refitted each time. It refuses to say whether a difference is there.
 */
import { bits } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { chosenFeatures, type Features } from './features.ts';
import { rankAuc } from './rankAuc.ts';
import { ridgeScores } from './ridgeScores.ts';
import { type Fold, permutedLabels } from './subjectFolds.ts';

/** The spread of 200 is known to about 5 %. */
const PERMUTATIONS = 200;

export interface Judged {
  readonly subjects: readonly (readonly number[])[];
  /** 0 or 1, a picture. */
  readonly labels: Uint8Array;
  readonly scores: ArrayLike<number>;
}

export interface RefitSpread {
  /** Standard deviation under permuted labels, refitted, over that of redrawn subjects, classifiers kept; 1 at least. */
  readonly widening: number;
}

export function refitSpread(
  both: Features,
  { subjects, labels }: Omit<Judged, 'scores'>,
  folds: readonly Fold[],
  seed: number,
): RefitSpread {
  const fits = folds.map(({ train, test }) => ({
    ...{ train, test },
    scoresFor: ridgeScores(chosenFeatures(both, train), chosenFeatures(both, test)),
  }));
  const permuted: number[] = [];
  const redraws: number[] = [];
  for (let round = 1; round <= PERMUTATIONS; round++) {
    const changed = permutedLabels(subjects, labels, seed, round);
    const scores = new Float64Array(both.count);
    for (const { train, test, scoresFor } of fits)
      scoresFor(train.map((i) => changed[i] as number)).forEach((score, place) => {
        scores[test[place] as number] = score;
      });
    const judged = { subjects, labels: changed, scores };
    const area = areaOf(judged, Array.from(changed.keys())) as number;
    permuted.push(area);
    const redrawn = areaOf(judged, redrawnPictures(subjects, seed, round));
    if (redrawn !== undefined) redraws.push((redrawn - area) ** 2);
  }
  const mean = meanOf(permuted);
  const spread = meanOf(permuted.map((area) => (area - mean) ** 2));
  return { widening: Math.max(1, Math.sqrt(spread / meanOf(redraws)) || 1) };
}

/** The area over some pictures, one or more times each; undefined where they are of one kind alone. */
export function areaOf({ labels, scores }: Judged, pictures: readonly number[]): number | undefined {
  const scoresOf = (label: number) => pictures.filter((i) => labels[i] === label).map((i) => scores[i] as number);
  const [positives, negatives] = [scoresOf(1), scoresOf(0)];
  return positives.length > 0 && negatives.length > 0 ? rankAuc(positives, negatives) : undefined;
}

/** The pictures of as many subjects as there are, drawn with replacement. */
export function redrawnPictures(subjects: readonly (readonly number[])[], seed: number, round: number): number[] {
  const words = bits(seed, STREAM.bootstrap, round, subjects.length);
  return Array.from(words, (word) => subjects[word % subjects.length] as readonly number[]).flat();
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
