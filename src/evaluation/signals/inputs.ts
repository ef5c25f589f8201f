/** What signals of health are read from, and how they look at it: stretches of steps, and measurements that compare. */
import type { Evaluation, Health, HealthLevel, HealthSignal, MetricId, SignalReading } from '../../protocol/judging.ts';
import type { StepBlock, StepStat, TickRecord } from '../../protocol/stats.ts';
import type { TrainConfig } from '../../protocol/trainConfig.ts';
import { quantile } from '../interval.ts';

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

export const REALS_PER_KIMG = 1000;
/** Fewer steps than these say nothing about a mean; of batches of 128 half a kimg has no more. */
const FEWEST_STEPS = 4;
const HALF = 0.5;

/** A signal that says nothing, and why. */
export const unknown = (signal: HealthSignal, sentence: string): SignalReading => ({
  signal,
  level: 'unknown',
  sentence,
});

/** The worst of some levels. */
export function worst(levels: readonly HealthLevel[]): HealthLevel {
  return RISING.findLast((level) => levels.includes(level)) ?? 'unknown';
}

/** From saying nothing to the worst. */
export const RISING: readonly HealthLevel[] = ['unknown', 'healthy', 'watch', 'alarm'];

/** By a limit to watch from and one to raise an alarm from. */
export function levelOf(value: number, watch: number, alarm: number): HealthLevel {
  if (value >= alarm) return 'alarm';
  return value >= watch ? 'watch' : 'healthy';
}

/**
 * A statistic's values in the steps from `from` to `to` kimg ago, of the resolution of the last step, fading in or
 * not; undefined where there are too few, or where they span less than `least` kimg: half of that stretch unless said.
 */
export function stretch(
  steps: StepBlock,
  stat: StepStat,
  from: number,
  to = 0,
  least = (from - to) / 2,
): readonly number[] | undefined {
  const { nimg, resolution, values } = steps;
  const last = nimg.length - 1;
  if (last < 0) return undefined;
  const end = (nimg[last] as number) - to * REALS_PER_KIMG;
  const begin = (nimg[last] as number) - from * REALS_PER_KIMG;
  const found: number[] = [];
  let earliest = end;
  for (let i = last; i >= 0 && (nimg[i] as number) > begin; i--) {
    if (resolution[i] !== resolution[last]) break;
    if ((nimg[i] as number) > end) continue;
    found.push(values[stat][i] as number);
    earliest = nimg[i] as number;
  }
  const isEnough = found.length >= FEWEST_STEPS && end - earliest >= least * REALS_PER_KIMG;
  return isEnough ? found : undefined;
}

/** Ticks of the last one's resolution, oldest first. */
export function ticksHere(ticks: readonly TickRecord[]): readonly TickRecord[] {
  const last = ticks.at(-1);
  return ticks.filter(({ resolution }) => resolution === last?.resolution);
}

/** Measurements that compare with the last one: of its resolution, its count of pictures, its extractor; oldest first. */
export function comparable(evaluations: readonly Evaluation[]): readonly Evaluation[] {
  const last = evaluations.at(-1);
  if (!last) return [];
  return evaluations.filter(
    ({ resolution, pictures, extractor }) =>
      resolution === last.resolution && pictures === last.pictures && extractor === last.extractor,
  );
}

export const numberOf = (evaluation: Evaluation, id: MetricId) => evaluation.numbers.find((number) => number.id === id);

export const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function medianOf(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), HALF);
}

export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

/** 0.123456 as "0.123", 12.3456 as "12.3": three digits, with a true minus. */
export function written(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 }).replace('-', '−');
}
