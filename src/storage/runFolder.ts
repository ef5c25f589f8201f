/**
 * A run's folder and what its manifest says, in the hands of one writer. It refuses to do two things at once: each is done
 * in turn, and one that fails does not hold up the next.
 */
import type { Folder, Pause } from './files.ts';
import { writeManifest } from './manifest.ts';
import type { RunRecord } from './runRecord.ts';

export interface RunFolder {
  readonly files: Folder;
  readonly pause: Pause;
  /** As the manifest has it, except for a damaged save that was given up. */
  readonly record: RunRecord;
  /** Does `work` when all that was asked before is done. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Writes the manifest anew. In turn only. */
  change(changes: Partial<RunRecord>): Promise<void>;
  /** Takes the save before the newest for the newest, which is damaged: the next save overwrites that. In turn only. */
  giveUpCurrent(): void;
  /** Waits for what was asked, then refuses everything. */
  end(): Promise<void>;
}

export function runFolder(files: Folder, first: RunRecord, pause: Pause): RunFolder {
  let record = first;
  let last: Promise<unknown> = Promise.resolve();
  let hasEnded = false;
  return {
    files,
    pause,
    get record() {
      return record;
    },
    inTurn(work) {
      if (hasEnded) return Promise.reject(new Error(`The run "${record.name}" was closed: open it again.`));
      const done = last.then(work);
      last = done.catch(() => undefined); // whoever asked is told
      return done;
    },
    async change(changes) {
      const next = { ...record, ...changes, generation: record.generation + 1 };
      await writeManifest(files, next, pause);
      record = next;
    },
    giveUpCurrent() {
      const { current: _, previous, ...rest } = record;
      if (previous === undefined) throw new Error(`The run "${record.name}" has no save before the newest.`);
      record = { ...rest, current: previous, nimg: previous.nimg, savedAt: previous.savedAt, state: 'under-way' };
    },
    async end() {
      hasEnded = true;
      await last;
    },
  };
}
