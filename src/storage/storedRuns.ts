/** Saved runs, a folder each, with a lock a run that all tabs share. It refuses to change a run without holding its lock. */
import * as v from 'valibot';
import { FailureError } from '../protocol/failure.ts';
import { loadPinned, pinOf } from './checkpoints.ts';
import { copyName, copyRun, forkName, forkRun } from './copyRun.ts';
import type { Folder, Pause } from './files.ts';
import { removeEntries, removeStrays } from './histories.ts';
import type { Locks } from './locks.ts';
import { readManifest, writeManifest } from './manifest.ts';
import { checkedName, loadFrom, openRun } from './openRun.ts';
import { type RunFolder, runFolder } from './runFolder.ts';
import { bytesOfRun, isUnsaved, listRun } from './runListing.ts';
import { heldFailure, runLocks } from './runLocks.ts';
import { RECORD_VERSION, type RunRecord, runIdForm } from './runRecord.ts';
import type { NewRun, OpenRun, RunStore } from './runStore.ts';
import { inSentences } from './storageFailures.ts';

export interface StoredRunsOptions {
  /** Where the runs' folders are: opfs.ts gives the browser's. */
  readonly folder: Folder;
  readonly locks: Locks;
  readonly pause: Pause;
  /** Whether prepared slices of that hash are kept. */
  readonly isKept: (hash: string) => Promise<boolean>;
  /** Whether EMA weights are kept at all. */
  readonly keepsAverages: boolean;
}

export function storedRuns({ folder, locks, pause, isKept, keepsAverages }: StoredRunsOptions): RunStore {
  const root = inSentences(folder);
  const holders = runLocks(locks);
  const open = new Map<string, RunFolder>();

  /** The run as its manifest has it. Its lock must be held. */
  async function found(runId: string): Promise<RunFolder> {
    const files = await root.existing(runId);
    const record = files && (await readManifest(files, runId, pause));
    if (files && record) return runFolder(files, record, pause);
    throw new FailureError(
      'bad-checkpoint',
      files
        ? 'The list of saves of this run is damaged: delete the run, and open a downloaded checkpoint of it instead.'
        : 'This run is not kept in this browser any more: open a downloaded checkpoint of it instead.',
    );
  }

  /** Works on a run in turn with everything else that this worker asks of it. */
  async function using<T>(runId: string, work: (run: RunFolder) => Promise<T>): Promise<T> {
    const here = open.get(runId);
    if (here) return here.inTurn(() => work(here));
    const done = await holders.during(runId, async () => work(await found(runId)));
    if (done === undefined) throw heldFailure(false);
    return done.result;
  }

  /** Does `work` with a new run's folder, and leaves no folder where that fails. Its lock must be held. */
  async function made<T>(run: NewRun, work: (run: RunFolder) => Promise<T>): Promise<T> {
    if (!v.is(runIdForm, run.runId)) throw new RangeError(`"${run.runId}" cannot name a run's folder.`);
    if (await root.existing(run.runId)) throw new Error(`There is a run ${run.runId} already.`);
    try {
      const files = await root.folder(run.runId);
      const record = firstRecord(run);
      await writeManifest(files, record, pause);
      return await work(runFolder(files, record, pause));
    } catch (error) {
      await root.removeFolder(run.runId);
      throw error;
    }
  }

  /** Holds a run and gives it open; what `make` throws lets go of it. */
  async function opened(runId: string, make: () => Promise<RunFolder>): Promise<OpenRun> {
    const release = await holders.hold(runId);
    if (release === undefined) throw heldFailure(open.has(runId));
    try {
      const run = await make();
      open.set(runId, run);
      return openRun(run, {
        keepsAverages,
        async release() {
          open.delete(runId);
          await release();
        },
      });
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Every run's folder, as long as it is there. */
  async function* folders(): AsyncGenerator<readonly [runId: string, files: Folder], void> {
    for (const runId of await root.folderNames()) {
      const files = await root.existing(runId);
      if (files) yield [runId, files];
    }
  }

  return {
    async list() {
      const heldBy = await holders.look();
      const listed = [];
      for await (const [runId, files] of folders())
        listed.push(await listRun(files, runId, { held: heldBy(runId), isKept, pause }));
      return {
        runs: listed.flatMap((entry) => (entry && 'run' in entry ? [entry.run] : [])).sort(byLastSave),
        unreadable: listed.flatMap((entry) => (entry && 'unreadable' in entry ? [entry.unreadable] : [])),
      };
    },
    create: (run) => opened(run.runId, () => made(run, async (folder) => folder)),
    open: (runId) =>
      opened(runId, async () => {
        const run = await found(runId);
        await removeStrays(run.files, run.record);
        return run;
      }),
    load: (runId) => using(runId, loadFrom),
    rename: (runId, name) => using(runId, (run) => run.change({ name: checkedName(name) })),
    async duplicate(runId, newId, createdAt) {
      if (newId === runId) throw new RangeError('A copy of a run needs an id of its own.');
      await using(runId, async (from) => {
        const copy = { ...from.record, runId: newId, name: copyName(from.record.name), createdAt };
        const done = await holders.during(newId, () => made(copy, (to) => copyRun(from, to)));
        if (done === undefined) throw heldFailure(open.has(newId));
      });
    },
    async fork(runId, kind, newId, createdAt) {
      await using(runId, async (from) => {
        const name = forkName(from.record.name, pinOf(from.record, kind).nimg);
        const fork = { ...from.record, runId: newId, name, createdAt };
        const done = await holders.during(newId, () => made(fork, (to) => forkRun(from, kind, to)));
        if (done === undefined) throw heldFailure(open.has(newId));
      });
    },
    loadPin: (runId, kind) => using(runId, async (run) => loadPinned(run.files, pinOf(run.record, kind), run.pause)),
    async remove(runId) {
      const done = await holders.during(runId, () => root.removeFolder(runId));
      if (done === undefined) throw heldFailure(open.has(runId));
    },
    async clearSheets() {
      const clear = (run: RunFolder) => removeEntries(run, ['sheets'], () => true);
      for await (const [runId, files] of folders()) {
        const here = open.get(runId);
        if (here) await here.inTurn(() => clear(here));
        else
          await holders.during(runId, async () => {
            const record = await readManifest(files, runId, pause);
            if (record) await clear(runFolder(files, record, pause));
          });
      }
    },
    async clearRuns() {
      for await (const [runId] of folders()) await holders.during(runId, () => root.removeFolder(runId));
    },
    async removeUnsaved() {
      let removed = 0;
      for await (const [runId, files] of folders())
        await holders.during(runId, async () => {
          if (!isUnsaved(await readManifest(files, runId, pause), await files.fileNames())) return;
          await root.removeFolder(runId);
          removed++;
        });
      return removed;
    },
    async bytes() {
      let samples = 0;
      let runs = 0;
      for await (const [, files] of folders()) {
        const ofRun = await bytesOfRun(files);
        samples += ofRun.samples;
        runs += ofRun.runs;
      }
      return { samples, runs };
    },
  };
}

function firstRecord({ runId, name, preset, resolution, createdAt, totalNimg, data }: NewRun): RunRecord {
  const nothingYet = { nimg: 0, savedAt: createdAt, state: 'under-way' as const, pins: [], sheets: [], averages: [] };
  return {
    version: RECORD_VERSION,
    generation: 1,
    ...{ runId, name, preset, resolution, createdAt, totalNimg, data },
    ...nothingYet,
  };
}

function byLastSave(a: { readonly savedAt: number }, b: { readonly savedAt: number }): number {
  return b.savedAt - a.savedAt;
}
