/**
 * What a person can do with saved runs, checkpoints and the room they take, for actions.ts to offer. The worker does it and
 * says how the list is afterwards; nothing is deleted here.
 */
import type { Client } from '../client/client.ts';
import { toFailure } from '../protocol/failure.ts';
import type { Clearable, KeptSave, SaveMinutes } from '../protocol/savedRuns.ts';
import type { CheckpointWork } from '../state/appState.ts';
import * as choices from '../state/choices.ts';
import { resumeObstacle } from '../state/questions.ts';
import { withoutRecovered, withoutRunsFailure } from '../state/savedRuns.ts';
import type { AppStore } from '../state/store.ts';
import { askToPersist } from './persistence.ts';
import { saveFile } from './saveFile.ts';

export interface SavedRunActions {
  /** Goes on with a saved run; anyData: with the present data set, even if it is another one. Nothing while there is an obstacle. */
  resumeRun(runId: string, anyData?: boolean): void;
  renameRun(runId: string, name: string): void;
  /** A copy, or a run that begins at a save that was kept of it. */
  duplicateRun(runId: string, from?: KeptSave): void;
  deleteRun(runId: string): void;
  /** Clears one part of what is stored here. */
  clearStored(what: Clearable): void;
  /** Saves a run's last checkpoint, or one that was kept, as a file; what goes wrong is in `runs.failure`. */
  downloadCheckpoint(runId: string, from?: KeptSave): Promise<void>;
  /** Keeps a downloaded checkpoint as a saved run, and goes on with it; what goes wrong is in `runs.failure`. */
  openCheckpoint(file: File): Promise<void>;
  setSaveMinutes(minutes: SaveMinutes): void;
  /** Whether the computer is kept awake while a run is under way. */
  keepAwake(wanted: boolean): void;
  /** Asks the browser to keep what is stored; the answer is in `runs.isPersistent`. */
  persist(): Promise<void>;
  dismissRunsFailure(): void;
  dismissRecovered(): void;
}

/** The actions on saved runs of a live page: `store` is changed, `client` is told. */
export function createSavedRunActions({ getState, update }: AppStore, client: Client): SavedRunActions {
  /** One request about a checkpoint; its failure is kept in the state, where the Runs region shows it. */
  async function withCheckpoint(busy: CheckpointWork, request: () => Promise<unknown>, runId?: string): Promise<void> {
    update((state) => choices.busyWithCheckpoint(state, busy));
    try {
      await request();
    } catch (error) {
      update((state) => choices.runsFailed(state, toFailure(error), runId));
    }
    update(choices.doneWithCheckpoint);
  }

  /** What was last refused is forgotten when the next thing is asked. */
  function sendAbout(command: Parameters<Client['send']>[0]): void {
    update(withoutRunsFailure);
    client.send(command);
  }

  /** The browser is asked when there is something worth keeping, and its answer is shown. */
  async function persist(): Promise<void> {
    const isPersistent = await askToPersist();
    if (isPersistent !== undefined) update((state) => choices.withPersistence(state, isPersistent));
  }

  function resumeRun(runId: string, anyData = false): void {
    const state = getState();
    const saved = state.runs.list?.find((run) => run.runId === runId);
    if (resumeObstacle(state, saved) !== undefined) return;
    update((before) => choices.resumingRun(before, runId));
    client.send({ type: 'runs/resume', runId, ...(anyData ? { anyData } : {}) });
    void persist();
  }

  async function openCheckpoint(file: File): Promise<void> {
    await withCheckpoint('opening', async () => {
      const { runId } = await client.request({ type: 'checkpoint/open', file });
      resumeRun(runId);
    });
  }

  return {
    resumeRun,
    openCheckpoint,
    persist,
    renameRun: (runId, name) => sendAbout({ type: 'runs/rename', runId, name }),
    duplicateRun: (runId, from) => sendAbout({ type: 'runs/duplicate', runId, ...(from ? { from } : {}) }),
    deleteRun: (runId) => sendAbout({ type: 'runs/delete', runId }),
    clearStored: (what) => sendAbout({ type: 'runs/clear', what }),
    async downloadCheckpoint(runId, from) {
      await withCheckpoint(
        'packing',
        async () => {
          const kept = from ? { from } : {};
          const { fileName, bytes } = await client.request({ type: 'checkpoint/download', runId, ...kept });
          saveFile(fileName, new Blob([bytes]));
        },
        runId,
      );
    },
    setSaveMinutes(everyMinutes) {
      update((state) => choices.savingEvery(state, everyMinutes));
      client.send({ type: 'runs/saving', everyMinutes });
    },
    keepAwake: (wanted) => update((state) => choices.keepingAwake(state, wanted)),
    dismissRunsFailure: () => update(withoutRunsFailure),
    dismissRecovered: () => update(withoutRecovered),
  };
}
