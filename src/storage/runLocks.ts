/** Who holds which run: this worker while it is open or worked on, or another tab. It refuses to wait for another tab. */
import { FailureError } from '../protocol/failure.ts';
import type { SavedRun } from '../protocol/savedRuns.ts';
import type { Locks } from './locks.ts';

export interface RunLocks {
  /** Holds a run until what it gives is called; undefined where another tab, or an OpenRun here, holds it. */
  hold(runId: string): Promise<(() => Promise<void>) | undefined>;
  /** Holds a run during `work`, as hold(); others of this worker wait for that. */
  during<T>(runId: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined>;
  /** Tells of each run whether it is held; as things are now. */
  look(): Promise<(runId: string) => SavedRun['held']>;
}

const lockOf = (runId: string): string => `gyrus-run-${runId}`;

export function runLocks(locks: Locks): RunLocks {
  /** Runs held until they are closed, and for a moment. */
  const here = new Set<string>();
  const passing = new Set<string>();
  const turns = new Map<string, Promise<unknown>>();

  function inTurn<T>(runId: string, work: () => Promise<T>): Promise<T> {
    const done = (turns.get(runId) ?? Promise.resolve()).then(work);
    turns.set(
      runId,
      done.catch(() => undefined), // whoever asked is told
    );
    return done;
  }

  return {
    hold: (runId) =>
      inTurn(runId, async () => {
        const release = await locks.take(lockOf(runId));
        if (release === undefined) return undefined;
        here.add(runId);
        return async () => {
          here.delete(runId);
          await release();
        };
      }),
    during: (runId, work) =>
      inTurn(runId, async () => {
        const release = await locks.take(lockOf(runId));
        if (release === undefined) return undefined;
        passing.add(runId);
        try {
          return { result: await work() };
        } finally {
          await release();
          passing.delete(runId);
        }
      }),
    async look() {
      const held = await locks.held();
      return (runId) =>
        here.has(runId) ? 'here' : held.has(lockOf(runId)) && !passing.has(runId) ? 'elsewhere' : 'free';
    },
  };
}

/** Why a run cannot be touched. */
export function heldFailure(isHere: boolean): FailureError {
  return new FailureError(
    'run-elsewhere',
    isHere
      ? 'This run is open in this tab: stop it first.'
      : 'This run is open in another tab, which alone may change it: go on there, or close that tab.',
  );
}
