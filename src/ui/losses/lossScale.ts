/**
 * The vertical scales of the loss charts: linear, or symmetric-logarithmic. Values are transformed here, before they
 * reach the chart library, so that axis, lines, cursor and dots agree. It refuses a plain logarithm, because losses may
 * be zero or negative.
 */

/** Within plus or minus this value the log scale is linear, beyond it logarithmic; also its smallest labelled tick. */
export const LINEAR_WITHIN = 0.1;

/** What "Log scale" does with values that have no logarithm, as the page says it. */
export const LOG_RULE = `Logarithmic beyond ±${LINEAR_WITHIN}, linear between: zero and negative values keep their place.`;

/** Roughly how many ticks an axis of one chart should have. */
const TICKS_WANTED = 5;

export interface Scale {
  /** Position on the axis of a value. */
  readonly place: (value: number) => number;
  /** Ends of the axis, as positions. */
  readonly low: number;
  readonly high: number;
  /** Values to label, ascending; each lies within the ends. */
  readonly ticks: readonly number[];
}

/** sign(v) * log10(1 + |v| / LINEAR_WITHIN): odd, monotonic, 0 at 0. */
export function symlog(value: number): number {
  return Math.sign(value) * Math.log10(1 + Math.abs(value) / LINEAR_WITHIN);
}

/** A linear axis around [lowest, highest], its ends on round values. */
export function linearScale(lowest: number, highest: number): Scale {
  const ticks = roundTicks(lowest, highest, TICKS_WANTED);
  return { place: (value) => value, low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks };
}

/** A symlog axis around [lowest, highest], its ends on zero or signed 1, 2 or 5 times powers of ten, as are its ticks. */
export function symlogScale(lowest: number, highest: number): Scale {
  const fine = logTicks(lowest, highest, [1, 2, 5]);
  const low = symlog(fine[0] ?? 0);
  const high = symlog(fine.at(-1) ?? 1);
  const within = (tick: number) => symlog(tick) >= low && symlog(tick) <= high;
  const ticks = fine.length <= MOST_TICKS ? fine : logTicks(lowest, highest, [1]).filter(within);
  return { place: symlog, low, high: high > low ? high : low + 1, ticks };
}

/** More labels than this stand too close on a small chart. */
const MOST_TICKS = 8;

/** Zero and `factors` times signed powers of ten from LINEAR_WITHIN on, from the last at or below `lowest` to the first at or above `highest`. */
function logTicks(lowest: number, highest: number, factors: readonly number[]): number[] {
  const largest = Math.max(Math.abs(lowest), Math.abs(highest));
  const sizes: number[] = [];
  for (let decade = LINEAR_WITHIN; sizes.length === 0 || (sizes.at(-1) ?? 0) < largest; decade *= 10)
    sizes.push(...factors.map((factor) => roundOff(factor * decade)));
  const all = [...sizes.map((size) => -size).reverse(), 0, ...sizes];
  const first = all.findLastIndex((tick) => tick <= lowest);
  const last = all.findIndex((tick) => tick >= highest);
  return all.slice(Math.max(0, first), last + 1);
}

/** Round values spaced 1, 2 or 5 times a power of ten, the first at or below `lowest`, the last at or above `highest`. */
export function roundTicks(lowest: number, highest: number, wanted: number): number[] {
  const span = highest - lowest;
  if (!(span > 0)) return roundTicks(lowest - 1, lowest + 1, wanted);
  const rough = span / wanted;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * decade >= rough) ?? 10) * decade;
  const first = Math.floor(lowest / step + TICK_SLACK) * step;
  const count = Math.ceil((highest - first) / step - TICK_SLACK);
  return Array.from({ length: count + 1 }, (_, index) => roundOff(first + index * step));
}

/** A value this share of a step beyond a tick counts as on it: rounding, not data. */
const TICK_SLACK = 1e-6;

/** Takes the floating-point tail off a tick: 0.30000000000000004 to 0.3. */
function roundOff(value: number): number {
  return Number(value.toPrecision(12)); // float64 carries 15 digits; sums of steps lose two or three
}

/** Smallest and largest finite value of `column` at `indices`; undefined when there is none. */
export function extent(column: ArrayLike<number>, indices: ArrayLike<number>): [number, number] | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < indices.length; i++) {
    const value = column[indices[i] ?? 0] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return lowest <= highest ? [lowest, highest] : undefined;
}
