/**
 * Which variant of a kernel each shape gets on this adapter, as was found by timing them: a plain record, so that it can be
 * kept, shown and fixed for runs that are to repeat to the last bit. It refuses to time anything and to store itself.
 */
import type { TuningTable } from '../protocol/tuning.ts';

let inUse: TuningTable = {};

/** From now on; recorded steps keep what they were recorded with. */
export function fixTuning(table: TuningTable): void {
  inUse = table;
}

export function tuningInUse(): TuningTable {
  return inUse;
}

/** f, by another table. f must not be asynchronous. */
export function withTuning<T>(table: TuningTable, f: () => T): T {
  const before = inUse;
  inUse = table;
  try {
    return f();
  } finally {
    inUse = before;
  }
}
