/** Names and shapes of the numbers a run reports; loop, store and charts share this one union. */

/** Statistic paths, as in NVIDIA's stats.jsonl. */
export type StatPath =
  | 'Loss/G/loss'
  | 'Loss/D/loss'
  | 'Loss/scores/real'
  | 'Loss/scores/fake'
  | 'Loss/signs/real'
  | 'Loss/pl_penalty'
  | 'Loss/r1_penalty'
  | 'Loss/r2_penalty'
  | 'Loss/gradient_penalty'
  | 'Progress/augment'
  | 'Progress/overfitting'
  | 'Timing/sec_per_kimg'
  | 'Timing/total_sec';

/** The per-step values, in the order of a StepBlock row after nimg, resolution and alpha. */
export const STEP_STATS = ['Loss/G/loss', 'Loss/D/loss', 'Loss/scores/real', 'Loss/scores/fake'] as const;
export type StepStat = (typeof STEP_STATS)[number];

/** A run of consecutive steps, oldest first: one array a column, all of one length. */
export interface StepBlock {
  /** Reals shown to D after the step. */
  readonly nimg: Float64Array<ArrayBuffer>;
  readonly resolution: Uint16Array<ArrayBuffer>;
  readonly alpha: Float32Array<ArrayBuffer>;
  readonly values: Readonly<Record<StepStat, Float32Array<ArrayBuffer>>>;
}

/** One line of stats.jsonl: means over the tick (a path that did not occur is left out). */
export interface TickRecord {
  readonly tick: number;
  readonly nimg: number;
  readonly kimg: number;
  readonly epoch: number;
  readonly resolution: number;
  readonly alpha: number;
  readonly batch: number;
  readonly stats: Readonly<Partial<Record<StatPath, number>>>;
}
