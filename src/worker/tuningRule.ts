/**
 * When timing a convolution's variants pays: pure numbers, so that short runs and tests time nothing, and a run's first
 * minutes are not spent on choosing.
 */

export interface TuningRule {
  /** Multiply-adds in the whole run from which on a convolution is timed. */
  readonly leastWork: number;
  /** After so long, what is not timed yet gets what the rules say. */
  readonly longestMs: number;
}

/**
 * Timing takes about 0.1 s a shape, and no GPU that one would train with does more than this in a second or two: whatever
 * is faster loses nothing to speak of.
 */
const GPU: TuningRule = { leastWork: 4e11, longestMs: 5000 };
/**
 * Timing takes a second a shape or two, and what it finds as long again to compile in all its forms; two cores do 1e9 to 4e9
 * in a second, and save a third of that: from ten seconds' work on.
 */
const SOFTWARE: TuningRule = { leastWork: 1e10, longestMs: 45_000 };

export function tuningRule(isSoftware: boolean): TuningRule {
  return isSoftware ? SOFTWARE : GPU;
}
