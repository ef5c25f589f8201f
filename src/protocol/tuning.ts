/** Which kernel each shape of convolution gets on this GPU, and how that was chosen: what the page is told of it. Types only. */

/** Variants' names by shape. What it does not name gets what the rules say. */
export type TuningTable = Readonly<Record<string, string>>;

/** timed: just now. kept: timed on this GPU before. saved: came with the run. rule: not timed. */
export type ChosenBy = 'timed' | 'kept' | 'saved' | 'rule';

export interface TunedShape {
  /** Its key in tuning tables, e.g. "forward 3x3 16x32x32x64->64". */
  readonly shape: string;
  readonly variant: string;
  /** What the rules alone give it; missing where nothing was asked of them. */
  readonly rule?: string;
  readonly by: ChosenBy;
}

export interface TuningReport {
  /** Of a run's convolutions, the most work first. Empty where a run is too short for timing to pay, or timing is off. */
  readonly shapes: readonly TunedShape[];
  /** What choosing took. */
  readonly seconds: number;
  /** What was wrong with the choices that were kept, or why these are not, as a sentence. */
  readonly problem?: string;
}
