/** Honest slices, the company in which a bad file must do no harm. */
import { pngOf } from './pngWriter.ts';
import type { WrittenEntry } from './zipWriter.ts';
import { METHOD } from './zipWriter.ts';

/** As few as a data set may have. */
export const GOOD_SLICES = 16;

/** Slices of four subjects in two classes, each of its own grey level. */
export function goodSlices(): WrittenEntry[] {
  return Array.from({ length: GOOD_SLICES }, (_, i) => ({
    name: `set/${i % 2 === 0 ? 'AD' : 'NC'}/sub-${100 + (i % 4)}/slice_${i}.png`,
    content: pngOf({ level: 10 + i }),
    method: METHOD.stored,
  }));
}
