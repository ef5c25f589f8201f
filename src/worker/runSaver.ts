/**
 * When a run is saved, and that saving goes on beside training: a save is due at once, then every few minutes, at each epoch
 * (a minute apart at least), and when it is asked for. It refuses to know what a save holds; a failed one stops nothing, nor
 * does one that the browser never ends.
 */
import type { Failure } from '../protocol/failure.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
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
  /** Waits for everything that was begun, as long as the browser may need. */
  settled(): Promise<void>;
  /** The same, and lets go of the run's files; of files that do not answer, without waiting. */
  close(): Promise<void>;
}

/** Epochs of small data sets are shorter than a save is long. */
const EPOCH_SAVES_APART_MS = 60_000;
/**
 * The largest save takes seconds, or a minute on a bad disk. One that has not ended by then is taken for lost:
 * once, in a private window, Chromium never ended one (why is not known), and the run waited for it at its end for ever.
 */
const SILENT_MS = 5 * 60_000;

export function createRunSaver(parts: SaverParts): RunSaver {
  const { archive, slicesPerEpoch, everyMs, clock, date, saved, failed } = parts;
  let asked = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let lastEpoch = 0;
  let writing: Promise<void> = Promise.resolve();
  let busy = false;
  const epochOf = (nimg: number) => Math.floor(nimg / slicesPerEpoch);
  /** What the browser has not ended; while there is any, nothing else is written: it may still come to its end. */
  const silent = new Set<Promise<void>>();
  const inTurn = (write: () => Promise<void>): Promise<void> => {
    writing = writing.then(() => answered(write)).catch((error: unknown) => failed(toFailure(error)));
    return writing;
  };

  async function answered(write: () => Promise<void>): Promise<void> {
    if (silent.size > 0) throw silence();
    const written = write();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const forget = () => void silent.delete(written);
        silent.add(written);
        written.then(forget, forget);
        reject(silence());
      }, SILENT_MS);
    });
    try {
      await Promise.race([written, late]);
    } finally {
      clearTimeout(timer);
    }
  }

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
    async close() {
      await writing;
      const closing = archive.close();
      if (silent.size === 0) return closing;
      closing.catch((error: unknown) => failed(toFailure(error)));
    },
  };
}

function silence(): FailureError {
  return new FailureError(
    'storage-silent',
    'This browser does not answer when the run is saved. What was saved before may still stand; training goes on. Use "Download weights" to keep the networks, and then reload the page.',
  );
}
