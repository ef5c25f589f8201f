/**
 * Subjects of two sets that are to be told apart: which pictures each has, which are held out together, and whose labels may
 * be exchanged. It never takes a subject apart. It fits nothing.
 */
import { permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';

export const FOLDS = 5;

export interface Fold {
  /** Places of pictures among both sets. */
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** The pictures of each subject, by their places. groupOf: the subject of each picture. */
export function subjectsOf(groupOf: ArrayLike<number>): number[][] {
  const members = new Map<number, number[]>();
  Array.from(groupOf).forEach((group, i) => {
    const own = members.get(group);
    if (own) own.push(i);
    else members.set(group, [i]);
  });
  return [...members.values()];
}

/** A fifth of the subjects is held out in turn. */
export function foldsOf(subjects: readonly (readonly number[])[], seed: number): Fold[] {
  const order = Array.from(permutation(seed, STREAM.metricSplit, 0, subjects.length));
  return Array.from({ length: FOLDS }, (_, fold) => {
    const part = (isTest: boolean) =>
      order
        .filter((_, place) => (place % FOLDS === fold) === isTest)
        .flatMap((subject) => subjects[subject] as readonly number[]);
    return { train: part(false), test: part(true) };
  });
}

/**
 * Labels as they might have been if they meant nothing: subjects of one kind exchange theirs whole, a subject of both kinds
 * exchanges those of its own pictures. round: 1 and above; 0 is the folds'.
 */
export function permutedLabels(
  subjects: readonly (readonly number[])[],
  labels: Uint8Array,
  seed: number,
  round: number,
): Uint8Array {
  const rank = permutation(seed, STREAM.metricSplit, round, labels.length);
  const byRank = (a: number, b: number) => (rank[a] as number) - (rank[b] as number);
  const result = labels.slice();
  const pure: (readonly number[])[] = [];
  for (const pictures of subjects) {
    if (pictures.every((i) => labels[i] === labels[pictures[0] as number])) pure.push(pictures);
    else {
      const donors = pictures.toSorted(byRank);
      pictures.forEach((i, place) => {
        result[i] = labels[donors[place] as number] as number;
      });
    }
  }
  const donors = pure.map((pictures) => pictures[0] as number).sort(byRank);
  pure.forEach((pictures, place) => {
    for (const i of pictures) result[i] = labels[donors[place] as number] as number;
  });
  return result;
}
