/** What a reader chose for the curves, shared by the tools and the charts. It refuses to be saved: each visit starts alike. */
import type { CurveMode } from './curves.ts';

export interface LossSettings {
  readonly mode: CurveMode;
  /** Weight of the past in the smoothed lines. */
  readonly smoothing: number;
  readonly log: boolean;
  /** Tables instead of charts. */
  readonly table: boolean;
}

/** As TensorBoard's habit: the trend shows, and the raw line is still behind it. */
export const FIRST_SETTINGS: LossSettings = { mode: 'batch', smoothing: 0.9, log: false, table: false };

/** At 1 the mean would never move. */
export const MOST_SMOOTHING = 0.99;
