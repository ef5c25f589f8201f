/**
 * When to stop, from what was measured of a run: whether its main metric still falls, has levelled off or rises again. Pure;
 * it measures nothing and judges no health itself.
 *
 * The main metric is the mean sliced Wasserstein distance, else KID: both are lower for better pictures, and both see a
 * loss of quality and of variety. Only measurements that compare count: at the run's last resolution, of as many pictures,
 * with one extractor, against one kind of floor; where there are several such sets, the largest.
 *
 * - early: fewer than three of them.
 * - worse: the last two lie, intervals and all, above the best one's interval, and above the best stretch of three (its
 *   median) by more than a measurement usually leaves the line between its neighbours, times three. Without the latter, the best
 *   of many would be luck, and a run that has only levelled off would be called worse more often than not.
 * - level: the best of the last few (a third of all, three at least, and all of the last 8 kimg) is not below the best before
 *   by more than that one's interval; or the last is within the floor's interval, where nothing better can be measured.
 * - go-on: all else.
 * - alarm: health says so, and then numbers of quality say little.
 */
import type { Evaluation, HealthLevel, MeasuredNumber, StopAdvice } from '../protocol/judging.ts';
import { metricNumberText, metricText } from '../protocol/metricTexts.ts';

export interface StopAdviceInputs {
  /** Of one run, oldest first. */
  readonly evaluations: readonly Evaluation[];
  readonly level: HealthLevel;
  /** The side in pixels that the run ends with. */
  readonly resolution: number;
  /** Reals shown so far, and those that the plan has. */
  readonly nimg: number;
  readonly totalNimg: number;
}

const MAIN_METRICS = ['swd', 'kid'] as const;
type MainMetric = (typeof MAIN_METRICS)[number];

const FEWEST = 3;
/** The last few are this share of all, so that a long run is asked about a long stretch. */
const RECENT_SHARE = 1 / 3;
const FEWEST_RECENT = 3;
/**
 * However often it is measured, a shorter stretch is no plateau: a reference run stood still for 4 kimg and then went on. A plan
 * of few kimg is asked about a share of it.
 */
const RECENT_KIMG = 8;
const RECENT_OF_PLAN = 1 / 4;
/** A trend is no single measurement. */
const LAST = 2;
/** The best of medians of so many in a row is no lucky measurement. */
const STRETCH = 3;
/**
 * About 2.5 standard deviations of a measurement: at 8 % of wobble and 20 measurements, a level run is called worse in 3 of
 * 100, and one that rises by 10 % a measurement is known in 8 measurements nearly always.
 */
const WOBBLES = 3;
const REALS_PER_KIMG = 1000;

interface Point extends MeasuredNumber {
  readonly nimg: number;
}

/** What the measurements say of going on; see the head of this file for the rules. */
export function stopAdvice({ evaluations, level, resolution, nimg, totalNimg }: StopAdviceInputs): StopAdvice {
  const curve = curveOf(evaluations.filter((evaluation) => evaluation.resolution === resolution));
  const best = lowestOf(curve.points);
  const found = best ? { best: { nimg: best.nimg, metric: curve.metric, value: best.value } } : {};
  if (level === 'alarm')
    return {
      kind: 'alarm',
      sentence: 'The monitor raised an alarm: see to that first, since metrics of a collapsed run say little.',
      ...found,
    };
  if (!best || curve.points.length < FEWEST) {
    return { kind: 'early', sentence: earlySentence(evaluations, curve.points.length, resolution), ...found };
  }
  const stretch = Math.min(RECENT_KIMG * REALS_PER_KIMG, totalNimg * RECENT_OF_PLAN);
  const { kind, reason } = trendOf(curve, best, stretch);
  const left = totalNimg - nimg;
  const rest = left > 0 ? `${kimgText(left)} are left` : 'the run is at its end';
  return { kind, sentence: `${reason}; ${rest}.`, ...found };
}

interface Curve {
  readonly metric: MainMetric;
  readonly points: readonly Point[];
}

/** The main metric over time, from the largest set of measurements that compare; the later one of two as large. */
function curveOf(evaluations: readonly Evaluation[]): Curve {
  const metric = MAIN_METRICS.find((id) => evaluations.some((one) => numberOf(one, id))) ?? MAIN_METRICS[0];
  const sets = new Map<string, Point[]>();
  for (const evaluation of evaluations) {
    const number = numberOf(evaluation, metric);
    if (!number || !Number.isFinite(number.value)) continue;
    const { pictures, floorOf, extractor, nimg } = evaluation;
    const key = JSON.stringify([number.pictures ?? pictures, floorOf, metricText(metric).ofFeatures && extractor]);
    const points = sets.get(key) ?? [];
    sets.delete(key); // so that the set measured last is the last
    sets.set(key, [...points, { ...number, nimg }]);
  }
  const points = [...sets.values()].reduce((most, set) => (set.length >= most.length ? set : most), []);
  return { metric, points: points.toSorted((a, b) => a.nimg - b.nimg) };
}

function numberOf(evaluation: Evaluation, metric: MainMetric): MeasuredNumber | undefined {
  return evaluation.numbers.find(({ id }) => id === metric);
}

/** The earliest of the lowest; undefined where there is none. */
function lowestOf(points: readonly Point[]): Point | undefined {
  return points.reduce<Point | undefined>((low, point) => (low && low.value <= point.value ? low : point), undefined);
}

/** stretch: reals that the last few measurements cover at least. */
function trendOf(
  { metric, points }: Curve,
  best: Point,
  stretch: number,
): { kind: 'go-on' | 'level' | 'worse'; reason: string } {
  const { name } = metricText(metric);
  const at = ({ value, nimg }: Point) => `${metricNumberText(metric, value)} at ${kimgText(nimg)}`;
  const last = points.at(-1) as Point;
  const isWorse = lastAreAbove(points, best);
  if (isWorse) return { kind: 'worse', reason: `${name} was best with ${at(best)} and is ${at(last)}` };
  if (last.value <= last.floorInterval.high) {
    return { kind: 'level', reason: `${name} is ${at(last)}, within the floor, where nothing better can be measured` };
  }
  const within = points.filter(({ nimg }) => nimg > last.nimg - stretch).length;
  const recent = Math.max(FEWEST_RECENT, Math.ceil(points.length * RECENT_SHARE), within);
  const before = lowestOf(points.slice(0, -recent));
  const since = lowestOf(points.slice(-recent)) as Point;
  if (before && since.value >= before.interval.low) {
    return {
      kind: 'level',
      reason: `${name} has not fallen measurably in the last ${recent} measurements: ${at(before)}, then ${at(since)} at best`,
    };
  }
  const from = before ?? (points[0] as Point);
  const fell = since.value < from.interval.low;
  return {
    kind: 'go-on',
    reason: fell
      ? `${name} fell from ${at(from)} to ${at(since)} and has not levelled off`
      : `${name} is ${at(since)} at best, and ${points.length} measurements are too few to say that it has levelled off`,
  };
}

/** Whether the last ones lie above the best by more than measuring and wobbling explain. */
function lastAreAbove(points: readonly Point[], best: Point): boolean {
  const values = points.map(({ value }) => value);
  const stretches = windowsOf(values.slice(0, -LAST)).map(median);
  if (stretches.length === 0) return false;
  const wobble = median(
    windowsOf(values).map(([left, middle, right]) =>
      Math.abs((middle as number) - ((left as number) + (right as number)) / 2),
    ),
  );
  const limit = Math.min(...stretches) + WOBBLES * wobble;
  return points.slice(-LAST).every(({ value, interval }) => interval.low > best.interval.high && value > limit);
}

/** All runs of STRETCH values in a row. */
function windowsOf(values: readonly number[]): (readonly number[])[] {
  return values.slice(STRETCH - 1).map((_, start) => values.slice(start, start + STRETCH));
}

/** Of an odd number of values the middle one, of an even number the mean of the middle two. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

function earlySentence(evaluations: readonly Evaluation[], count: number, resolution: number): string {
  const side = `${resolution} × ${resolution}`;
  const latest = evaluations.at(-1);
  if (!latest) return 'Nothing is measured yet.';
  if (latest.resolution !== resolution) {
    return `The run still grows: it was last measured at ${latest.resolution} × ${latest.resolution}, and ends at ${side}.`;
  }
  const number = count === 0 ? 'No measurement' : `Only ${count} ${count === 1 ? 'measurement' : 'measurements'}`;
  return `${number} at ${side} can be compared: ${FEWEST} are needed to see a trend.`;
}

/** Reals as "281.0 kimg". */
function kimgText(nimg: number): string {
  return `${(nimg / REALS_PER_KIMG).toFixed(1)} kimg`;
}
