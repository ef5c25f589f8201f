/**
 * What to do when a run's numbers are not finite: back to the last save with the learning rate of each network concerned
 * halved, three times in a row at most. A save beyond the trouble begins the count anew. Pure but for that count.
 */
import { FailureError } from '../protocol/failure.ts';
import type { LiveChanges, PerResolution, TrainConfig } from '../protocol/trainConfig.ts';
import type { NotFiniteError } from '../training/notFinite.ts';

export interface Remedy {
  readonly changes: LiveChanges;
  /** A sentence for the log and the page. */
  readonly because: string;
}

export interface FiniteGuard {
  /** Throws FailureError 'not-finite' where the remedy was tried often enough. */
  remedyFor(error: NotFiniteError, config: TrainConfig): Remedy;
  /** The run is saved at `nimg`, all of it finite. */
  saved(nimg: number): void;
}

const MOST_IN_A_ROW = 3;
const IMAGES_PER_KIMG = 1000;
const DIGITS = 3;

export function createFiniteGuard(): FiniteGuard {
  let inARow = 0;
  let failedAt = 0;
  return {
    remedyFor(error, config) {
      if (inARow === MOST_IN_A_ROW)
        throw new FailureError(
          'not-finite',
          `${error.message} It was taken back to its last save with halved learning rates ${MOST_IN_A_ROW} times in a row, and that did not help: look at the data and at the penalties, too.`,
          error.message,
        );
      inARow++;
      failedAt = Math.max(failedAt, error.nimg);
      const halvesG = error.nets.includes('G');
      const halvesD = error.nets.includes('D');
      const whose = halvesG && halvesD ? "both networks'" : halvesG ? "the generator's" : "the critic's";
      const kimg = (error.nimg / IMAGES_PER_KIMG).toFixed(DIGITS);
      return {
        changes: {
          ...(halvesG ? { gLr: halved(config.gLr) } : {}),
          ...(halvesD ? { dLr: halved(config.dLr) } : {}),
        },
        because: `Numbers were not finite at ${kimg} kimg: back to the last save, with ${whose} learning rate halved.`,
      };
    },
    saved(nimg) {
      if (nimg > failedAt) inARow = 0;
    },
  };
}

function halved(rate: PerResolution): PerResolution {
  if (typeof rate === 'number') return rate / 2;
  return Object.fromEntries(Object.entries(rate).map(([resolution, value]) => [resolution, value / 2]));
}
