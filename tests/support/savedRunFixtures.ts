/** Runs to save and stores to save them in, for the tests of storage/. */
import type { Folder } from '../../src/storage/files.ts';
import { type Locks, ownLocks } from '../../src/storage/locks.ts';
import type { NewRun, RunStore, SaveFacts } from '../../src/storage/runStore.ts';
import { storedRuns } from '../../src/storage/storedRuns.ts';

export const CREATED_AT = 1_700_000_000_000;
export const DATA = { hash: 'ab'.repeat(32), name: 'oasis.zip', slices: 400 };

export function newRun(runId: string): NewRun {
  return {
    runId,
    name: 'oasis64, 14 November',
    preset: 'oasis64',
    resolution: 64,
    createdAt: CREATED_AT,
    totalNimg: 100_000,
    data: DATA,
  };
}

export function factsAt(nimg: number): SaveFacts {
  return { nimg, savedAt: CREATED_AT + nimg, state: 'under-way' };
}

/** Bytes that tell saves apart, in chunks of uneven sizes. */
export function checkpoint(seed: number, length = 100): readonly Uint8Array[] {
  const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + seed * 31) % 251);
  const third = Math.floor(length / 3);
  return [bytes.subarray(0, third), bytes.subarray(third, third), bytes.subarray(third)];
}

export function joined(chunks: readonly Uint8Array[]): number[] {
  return chunks.flatMap((chunk) => [...chunk]);
}

/** A store as a tab of its own has it, unless it is given the locks of another. */
export function storeOn(folder: Folder, locks: Locks = ownLocks(), isKept = false): RunStore {
  return storedRuns({ folder, locks, pause: async () => undefined, isKept: async () => isKept, keepsAverages: true });
}
