/**
 * What a run is expected to take: time by resolution and memory, measured on this GPU before the run. Pure sums and
 * sentences; it refuses to measure.
 */
import type { FreeShare } from './commands.ts';

export interface StageEstimate {
  readonly resolution: number;
  /** Reals shown in the stage, and in each step. */
  readonly nimg: number;
  readonly batch: number;
  /** Of training alone, without rests and sheets. */
  readonly secondsPerKimg: number;
  /** Otherwise the time was up: the speed is that of the next larger resolution, and this one will be faster. */
  readonly measured: boolean;
}

/** Bytes on the GPU. */
export interface MemoryEstimate {
  /** Weights, gradients, both moments and the average of the networks. */
  readonly networks: number;
  /** What lives within a step, at the measured resolution that needs most; undefined where steps are not recorded. */
  readonly step: number | undefined;
  /** The data set, or the batches of it that are there at a time. */
  readonly slices: number;
}

export interface RunEstimate {
  /** Smallest resolution first. */
  readonly stages: readonly StageEstimate[];
  readonly memory: MemoryEstimate;
  /** The resolution at which the GPU had no memory left. */
  readonly outOfMemoryAt?: number;
}

const REALS_PER_KIMG = 1000;

/** Seconds that a stage takes when `free` of the time is left to others. */
export function stageSeconds({ nimg, secondsPerKimg }: StageEstimate, free: FreeShare): number {
  return ((nimg / REALS_PER_KIMG) * secondsPerKimg) / (1 - free);
}

/** Seconds of the whole run. */
export function runSeconds({ stages }: RunEstimate, free: FreeShare): number {
  return stages.reduce((sum, stage) => sum + stageSeconds(stage, free), 0);
}

export function memoryBytes({ networks, step, slices }: MemoryEstimate): number {
  return networks + (step ?? 0) + slices;
}

/** What the GPU of a usual laptop has, or may take of its memory. A budget of our own: no browser tells. */
export const MEMORY_BUDGET = 4 * 2 ** 30;
