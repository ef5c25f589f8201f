/**
 * How many dispatches of a step go into one submission, so that the screen and other programs get the GPU between two of
 * them: chosen from the time that the step took before. It refuses to wait for anything: times come when the GPU has them.
 */

export interface Pacing {
  /** Dispatches that the next submission of a step may have; `dispatches`: those of the whole step. */
  mostInOne(variant: string, dispatches: number): number;
  /** To be called when a step has been handed over, with the time at which that began. */
  handedOver(variant: string, began: number): void;
  /** Forgets all times: shapes have changed. */
  forget(): void;
}

export interface PacingParts {
  /** Milliseconds of GPU time in one submission, about. */
  readonly longestMs: number;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Resolves when the GPU has done what it was handed until now. */
  readonly done: () => Promise<void>;
}

export function createPacing({ longestMs, clock, done }: PacingParts): Pacing {
  let known = new Map<string, number>();
  let lastDone = Number.NEGATIVE_INFINITY;
  return {
    mostInOne: (variant, dispatches) => dispatchesInOne(dispatches, known.get(variant), longestMs),
    handedOver(variant, began) {
      const times = known;
      const measure = () => {
        const now = clock();
        // A step waits for the one before it: only from then on did the GPU work on this one.
        times.set(variant, steadied(times.get(variant), now - Math.max(began, lastDone)));
        lastDone = now;
      };
      // A lost GPU is told elsewhere, once; it has no time worth keeping.
      void done().then(measure, () => undefined);
    },
    forget() {
      known = new Map();
    },
  };
}

/** Few enough for a slow laptop at 256 px, whose largest convolutions take some milliseconds each. */
const DISPATCHES_AT_FIRST = 32;
/** The largest dispatches stand together, so that a part of a step may take twice its share. */
const UNEVENNESS = 2;

/** Dispatches a submission for a step of `dispatches` that takes stepMs (undefined: not known yet), in equal parts. */
export function dispatchesInOne(dispatches: number, stepMs: number | undefined, longestMs: number): number {
  if (stepMs === undefined) return DISPATCHES_AT_FIRST;
  if (stepMs <= longestMs) return Math.max(1, dispatches);
  const parts = Math.ceil((stepMs * UNEVENNESS) / longestMs);
  return Math.max(1, Math.ceil(dispatches / parts));
}

/** One slow step among others may have waited for something else. */
const SHARE_OF_NEW = 0.25;

/** The running estimate after a new measurement, in milliseconds. */
export function steadied(before: number | undefined, measuredMs: number): number {
  return before === undefined ? measuredMs : before + (measuredMs - before) * SHARE_OF_NEW;
}
