/** Which real slices a sheet shows. It refuses to lay them out or to write PNG: sampling/ and export/ do. */
import type { SliceSource } from './sliceSource.ts';

/** Slices of a sheet of reals: 4 rows of 12. */
const SHEET_SLICES = 48;
export const SHEET_COLUMNS = 12;

/** Up to `most` training slices, evenly spread over their order; all slices where none is trained on. */
export function sheetIndices(source: SliceSource, most = SHEET_SLICES): number[] {
  const { trainingIndices, slices } = source;
  const from = trainingIndices.length > 0 ? trainingIndices : slices.map((_, index) => index);
  const count = Math.min(most, from.length);
  // The middle of each of `count` equal stretches, so that neither the first nor the last slice is always shown.
  return Array.from({ length: count }, (_, i) => from[Math.floor(((i + 1 / 2) * from.length) / count)] as number);
}
