/** Name and look of each curve: the same colour and dash in charts, legends and tables. It refuses to hold colours itself. */
import type { StatPath, StepStat } from '../../protocol/stats.ts';

/** Statistics that have a curve: of every step, and of every tick. */
export const TICK_STATS = ['Progress/augment', 'Progress/overfitting', 'Loss/pl_penalty'] as const satisfies StatPath[];
export type ChartStat = StepStat | (typeof TICK_STATS)[number];
/** One or two curves that share a chart and its scale. */
export type ChartStats = readonly [ChartStat] | readonly [ChartStat, ChartStat];

export interface SeriesStyle {
  readonly label: string;
  /** Token names; the dash tells series apart without colour. */
  readonly colour: string;
  readonly dash: string;
}

export const SERIES_STYLE: Readonly<Record<ChartStat, SeriesStyle>> = {
  'Loss/G/loss': { label: 'Generator', colour: 'var(--chart-g)', dash: 'var(--dash-g)' },
  'Loss/D/loss': { label: 'Critic', colour: 'var(--chart-d)', dash: 'var(--dash-d)' },
  'Loss/scores/real': { label: 'Real', colour: 'var(--chart-real)', dash: 'var(--dash-real)' },
  'Loss/scores/fake': { label: 'Generated', colour: 'var(--chart-fake)', dash: 'var(--dash-fake)' },
  'Progress/augment': { label: 'Probability p', colour: 'var(--chart-d)', dash: 'var(--dash-d)' },
  'Progress/overfitting': { label: 'Overfitting', colour: 'var(--chart-real)', dash: 'var(--dash-real)' },
  'Loss/pl_penalty': { label: 'Path length penalty', colour: 'var(--chart-g)', dash: 'var(--dash-g)' },
};

/** Significant digits of losses and scores: enough to compare, no more than they hold. */
const DIGITS = 3;
/** Below this and above it scientific notation is easier to read. */
const SMALLEST_PLAIN = 0.001;
const LARGEST_PLAIN = 100_000;

/** A loss or score for people: two decimals where that says enough, a true minus, "–" where there is none. */
export function lossText(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : '−infinite';
  const size = Math.abs(value);
  const plain = size === 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN);
  const digits = plain ? plainDigits(size) : size.toExponential(2);
  return value < 0 ? `−${digits}` : digits;
}

function plainDigits(size: number): string {
  const decimals = size >= 0.1 || size === 0 ? 2 : DIGITS;
  return size.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** An axis label: the shortest text of a round value, with a true minus. */
export function tickText(value: number): string {
  return String(value).replace('-', '−');
}
