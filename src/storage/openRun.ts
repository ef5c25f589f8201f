/**
 * A run open for its one writer. Files are written first and count when the manifest names them, so a kill at any byte
 * leaves the run as it was or as it is after. It refuses to choose when to save, and what to thin.
 */
import { FailureError } from '../protocol/failure.ts';
import { loadNewest, loadPinned, pinSlot, writeSlot } from './checkpoints.ts';
import { HISTORIES, readEntry, removeEntries, removeStrays, writeEntry } from './histories.ts';
import type { RunFolder } from './runFolder.ts';
import { LONGEST_NAME } from './runRecord.ts';
import type { LoadedCheckpoint, OpenRun } from './runStore.ts';

export interface OpenRunOptions {
  /** Whether EMA weights are kept at all. */
  readonly keepsAverages: boolean;
  /** Called once, when everything asked before close() is done. */
  readonly release: () => Promise<void>;
}

export function openRun(run: RunFolder, { keepsAverages, release }: OpenRunOptions): OpenRun {
  let closing: Promise<void> | undefined;
  return {
    get runId() {
      return run.record.runId;
    },
    get record() {
      return run.record;
    },
    save: (chunks, facts) =>
      run.inTurn(async () => {
        const { current: previous } = run.record;
        const current = await writeSlot(run.files, run.record, chunks, facts, run.pause);
        await run.change({ ...facts, current, ...(previous && { previous }) });
        return current;
      }),
    load: () => run.inTurn(() => loadFrom(run)),
    pin: (kind, near) =>
      run.inTurn(async () => {
        const { generation, pins } = run.record;
        const pinned = await pinSlot(run.files, run.record, { kind, generation: generation + 1, near }, run.pause);
        await run.change({ pins: [...pins.filter((pin) => pin.kind !== kind), pinned] });
        await removeStrays(run.files, run.record);
      }),
    loadPin: (kind) =>
      run.inTurn(async () => {
        const pin = run.record.pins.find((candidate) => candidate.kind === kind);
        return pin && loadPinned(run.files, pin, run.pause);
      }),
    setState: (state) => run.inTurn(() => run.change({ state })),
    rename: (name) => run.inTurn(() => run.change({ name: checkedName(name) })),
    writeSheet: (nimg, png) => run.inTurn(() => writeEntry(run, 'sheets', nimg, [png])),
    readSheet: (nimg) => run.inTurn(() => readEntry(run, 'sheets', nimg)),
    removeSheet: (nimg) => run.inTurn(() => removeEntries(run, ['sheets'], (entry) => entry === nimg)),
    writeAverages: (nimg, chunks) =>
      run.inTurn(async () => {
        if (keepsAverages) await writeEntry(run, 'averages', nimg, chunks);
      }),
    readAverages: (nimg) => run.inTurn(() => readEntry(run, 'averages', nimg)),
    removeAverages: (nimg) => run.inTurn(() => removeEntries(run, ['averages'], (entry) => entry === nimg)),
    forgetAfter: (nimg) => run.inTurn(() => removeEntries(run, HISTORIES, (entry) => entry > nimg)),
    close() {
      closing ??= run.end().then(release);
      return closing;
    },
  };
}

/** The newest whole checkpoint; what is newer is given up. In turn only. */
export async function loadFrom(run: RunFolder): Promise<LoadedCheckpoint> {
  const loaded = await loadNewest(run.files, run.record, run.pause);
  if (loaded.damage !== undefined) run.giveUpCurrent();
  return loaded;
}

/** A name that a run may have. Throws FailureError 'bad-config'. */
export function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length === 0 || trimmed.length > LONGEST_NAME)
    throw new FailureError('bad-config', `A run's name has 1 to ${LONGEST_NAME} characters: choose another.`);
  return trimmed;
}
