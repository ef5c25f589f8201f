/** What a person can do about a run's health: each is a command to the worker, which says what came of it. It decides nothing. */
import type { Client } from '../client/client.ts';
import type { RemedyKind } from '../protocol/judging.ts';
import type { KeptSave } from '../protocol/savedRuns.ts';
import type { AppStore } from '../state/store.ts';

/** All but the first are about the run that is shown; nothing without one. */
export interface HealthActions {
  /** Remedies that Gyrus may take by itself, from now on. */
  allowRemedies(remedies: readonly RemedyKind[]): void;
  takeRemedy(kind: RemedyKind): void;
  undoRemedy(): void;
  /** Back to the last save at which all was well. */
  goBack(): void;
  /** A new saved run that begins at a kept save of this one. */
  forkRun(from: KeptSave): void;
}

export function createHealthActions({ getState }: AppStore, client: Client): HealthActions {
  const withRun = (send: (runId: string) => void) => {
    const { run } = getState();
    if (run) send(run.runId);
  };
  return {
    allowRemedies: (remedies) => client.send({ type: 'health/automatic', remedies }),
    takeRemedy: (kind) => withRun((runId) => client.send({ type: 'health/remedy', runId, kind })),
    undoRemedy: () => withRun((runId) => client.send({ type: 'health/undo', runId })),
    goBack: () => withRun((runId) => client.send({ type: 'health/goBack', runId })),
    forkRun: (from) => withRun((runId) => client.send({ type: 'health/fork', runId, from })),
  };
}
