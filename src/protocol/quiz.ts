/** Pictures for a blind quiz: real or generated? Types and limits only. */
import type { SheetImage } from './dataset.ts';
import type { DrawnFrom } from './explore.ts';

export const QUIZ_PICTURES = { least: 10, usual: 20, most: 100 } as const;

export interface Quiz {
  /** In a random order, as many real as generated; nothing in the PNGs tells which. */
  readonly pictures: readonly SheetImage[];
  readonly areReal: readonly boolean[];
  /** Whether the reals are of held-out subjects, which the generator never saw. */
  readonly realsOf: 'held-out' | 'train';
  readonly from: DrawnFrom;
}
