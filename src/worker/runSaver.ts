/**
 * When a run is saved, and that saving goes on beside training: a save is due at once, then every few minutes, at each epoch
 * (a minute apart at least), and when it is asked for. It refuses to know what a save holds, and a failed one stops nothing.
 */
import type { Failure } from '../protocol/failure.ts';
import { toFailure } from '../protocol/failure.ts';
import type { RunRecord } from '../storage/runRecord.ts';
import type { OpenRun } from '../storage/runStore.ts';

interface SaverParts {
  readonly archive: OpenRun;
  readonly slicesPerEpoch: number;
  readonly everyMs: () => number;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Milliseconds since 1970. */
  readonly date: () => number;
  readonly saved: (nimg: number, at: number, bytes: number) => void;
  readonly failed: (failure: Failure) => void;
}

export interface RunSaver {
  /** A save is wanted before the next step, whatever the time. */
  ask(): void;
  isDue(nimg: number): boolean;
  /** Writes what `chunks` gives, in turn with other saves. Resolves when it is on the disk, or has failed and said so. */
  save(chunks: Promise<readonly Uint8Array[]>, facts: Pick<RunRecord, 'nimg' | 'state' | 'totalNimg'>): Promise<void>;
  /** Other writes of the run's, in turn with its saves. Resolves when they are done, or have failed and said so. */
  beside(write: () => Promise<void>): Promise<void>;
  /** Waits for everything that was begun. */
  settled(): Promise<void>;
}

/** Epochs of small data sets are shorter than a save is long. */
const EPOCH_SAVES_APART_MS = 60_000;

export function createRunSaver(parts: SaverParts): RunSaver {
  const { archive, slicesPerEpoch, everyMs, clock, date, saved, failed } = parts;
  let asked = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let lastEpoch = 0;
  let writing: Promise<void> = Promise.resolve();
  let busy = false;
  const epochOf = (nimg: number) => Math.floor(nimg / slicesPerEpoch);
  const inTurn = (write: () => Promise<void>): Promise<void> => {
    writing = writing.then(write).catch((error: unknown) => failed(toFailure(error)));
    return writing;
  };
  return {
    ask() {
      asked = true;
    },
    isDue(nimg) {
      if (asked) return true;
      if (busy) return false;
      const waited = clock() - lastAt;
      return waited >= everyMs() || (epochOf(nimg) > lastEpoch && waited >= EPOCH_SAVES_APART_MS);
    },
    save(chunks, { nimg, state, totalNimg }) {
      asked = false;
      busy = true;
      lastAt = clock();
      lastEpoch = epochOf(nimg);
      // Whoever is in line before must not leave its failure unheard.
      chunks.catch(() => undefined);
      return inTurn(async () => {
        try {
          const savedAt = date();
          const { bytes } = await archive.save(await chunks, { nimg, savedAt, state, totalNimg });
          saved(nimg, savedAt, bytes);
        } finally {
          busy = false;
        }
      });
    },
    beside: inTurn,
    settled: () => writing,
  };
}
