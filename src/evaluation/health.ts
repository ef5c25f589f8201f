/**
 * How a run is doing, read from what it reported and what was measured of it: a level for each signal, one for all, and what
 * may help. Pure and cheap, so that it can be called at each tick. It refuses to change anything and to remember.
 */
import { type Evaluation, HEALTH_SIGNALS, type Health } from '../protocol/judging.ts';
import type { StepBlock, TickRecord } from '../protocol/stats.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';

export interface HealthInputs {
  /** As it is now: remedies start from its values. */
  readonly config: TrainConfig;
  readonly nimg: number;
  /** The whole history or its recent end, oldest first; the same for steps. */
  readonly ticks: readonly TickRecord[];
  readonly steps: StepBlock;
  /** All so far, oldest first. */
  readonly evaluations: readonly Evaluation[];
  /** What was read before, which keeps the light from flickering. */
  readonly previous?: Health | undefined;
}

/** How the run is doing at `nimg`. Without healthyNimg, which the caller knows from its saves. */
export function readHealth({ nimg }: HealthInputs): Health {
  return {
    nimg,
    level: 'unknown',
    reason: 'Nothing was measured yet.',
    sinceNimg: nimg,
    signals: HEALTH_SIGNALS.map((signal) => ({ signal, level: 'unknown', sentence: 'Not measured yet.' })),
    remedies: [],
  };
}
