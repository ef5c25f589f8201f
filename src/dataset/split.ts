/**
 * Which slices are trained on and which are held out: a pure function of the slices, the seed and the choices. Subjects
 * are held out whole, because two slices of one head are nearly the same picture. It refuses to look at pixels.
 */
import type { DatasetOptions } from '../protocol/dataset.ts';
import { permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import type { SliceFacts } from './sliceSource.ts';

export interface Split {
  /** Indices of the chosen classes that are not held out, ascending. */
  readonly training: readonly number[];
  /** Indices of held-out subjects, of every class, ascending. */
  readonly heldOut: readonly number[];
  readonly heldOutSubjects: number;
}

/**
 * heldOut of the subjects, rounded, at least 1 and never all, drawn by permutation(seed, STREAM.heldOut, 0, n) over the
 * subjects in order of their names. A share of 0, or a single subject, holds out nothing. Where every slice is its own
 * subject this holds out by slice.
 */
export function splitSlices(
  slices: readonly SliceFacts[],
  options: Pick<DatasetOptions, 'seed' | 'heldOut' | 'trainOn'>,
): Split {
  const subjects = [...new Set(slices.map(({ subject }) => subject))].sort();
  const count = heldOutCount(subjects.length, options.heldOut);
  const drawn = permutation(options.seed, STREAM.heldOut, 0, subjects.length).subarray(0, count);
  const away = new Set(Array.from(drawn, (place) => subjects[place]));
  const { trainOn } = options;
  const training: number[] = [];
  const heldOut: number[] = [];
  slices.forEach(({ subject, className }, index) => {
    if (away.has(subject)) heldOut.push(index);
    else if (trainOn === 'all' || trainOn.includes(className)) training.push(index);
  });
  return { training, heldOut, heldOutSubjects: count };
}

/** How many of `subjects` a share holds out. */
export function heldOutCount(subjects: number, share: number): number {
  if (share <= 0 || subjects < 2) return 0;
  return Math.min(subjects - 1, Math.max(1, Math.round(subjects * share)));
}
