/**
 * When a lost engine is started again: three attempts in a row at most, each after a longer wait, until training goes on. It
 * refuses to know workers: it says when, and others do.
 */
import type { TrainerEvent } from '../protocol/events.ts';
import type { Failure } from '../protocol/failure.ts';

/** Waits so many milliseconds, then calls. */
export type Delay = (ms: number, then: () => void) => void;

interface RecoveryParts {
  /** Starts a new worker and tells it what the last one knew. */
  readonly restart: () => void;
  readonly say: (event: TrainerEvent) => void;
  /** No more attempts. */
  readonly giveUp: (failure: Failure) => void;
  readonly delay?: Delay;
  /** Milliseconds, monotonic. */
  readonly clock?: () => number;
}

export interface Recovery {
  /** The worker is gone; ends with a new one, or with giveUp. */
  begin(cause: Failure): void;
  /** What a worker says: a save ends the count of attempts, since what was computed until then cannot be lost again. */
  hear(event: TrainerEvent): void;
  /** Whether `event` says that a new worker could not start, so that another attempt is due. */
  isFailedStart(event: TrainerEvent): event is Extract<TrainerEvent, { type: 'failure' }>;
}

/** Losses so far apart are not in a row. */
const APART_MS = 600_000;
/** A driver that was reset, or a GPU process that was killed, takes about a second to come back. */
const WAITS_MS = [1000, 4000, 15_000] as const;

export function createRecovery({ restart, say, giveUp, delay = setTimer, clock = monotonic }: RecoveryParts): Recovery {
  /** Attempts since the last save. */
  let attempt = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let starting = false;
  return {
    begin(cause) {
      if (clock() - lastAt > APART_MS) attempt = 0;
      lastAt = clock();
      const waitMs = WAITS_MS[attempt];
      if (waitMs === undefined) {
        giveUp(hopeless(cause));
        return;
      }
      attempt++;
      starting = true;
      say({ type: 'engine/recovering', cause, attempt, attempts: WAITS_MS.length, waitMs });
      delay(waitMs, restart);
    },
    hear(event) {
      if (event.type === 'engine/ready') starting = false;
      if (event.type === 'run/saved') attempt = 0;
    },
    isFailedStart: (event): event is Extract<TrainerEvent, { type: 'failure' }> =>
      starting && event.type === 'failure' && event.scope === 'engine',
  };
}

function hopeless({ code, message, detail }: Failure): Failure {
  return {
    code,
    message: `${message} Starting it again failed ${WAITS_MS.length} times in a row: reload the page, or restart the browser; saved runs go on from "Runs".`,
    ...(detail === undefined ? {} : { detail }),
  };
}

function monotonic(): number {
  return performance.now();
}

function setTimer(ms: number, then: () => void): void {
  setTimeout(then, ms);
}
