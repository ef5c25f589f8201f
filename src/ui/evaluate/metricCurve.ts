/**
 * One metric of a run over kimg, as its chart and table take it: points, and the stretches within which points compare. Pure;
 * it draws and judges nothing.
 */
import type { Between, Evaluation, MetricId } from '../../protocol/judging.ts';
import { metricText } from '../../protocol/metricTexts.ts';
import { linearScale, type Scale, symlogScale } from '../losses/lossScale.ts';

/** All numbers times what the metric is written times. */
export interface MetricPoint {
  readonly kimg: number;
  readonly resolution: number;
  readonly pictures: number;
  readonly value: number;
  readonly interval: Between;
  readonly floor: number;
  readonly floorInterval: Between;
}

export interface MetricCurve {
  readonly id: MetricId;
  readonly points: readonly MetricPoint[];
  /** The same points in order, cut where neighbours do not compare; no line is drawn over a cut. */
  readonly stretches: readonly (readonly MetricPoint[])[];
}

const REALS_PER_KIMG = 1000;

/** The metrics that any of the evaluations has: the distance with its levels first, then as the fullest evaluation has them. */
export function metricsIn(evaluations: readonly Evaluation[]): readonly MetricId[] {
  const ids = evaluations
    .toSorted((a, b) => b.numbers.length - a.numbers.length)
    .flatMap(({ numbers }) => numbers.map(({ id }) => id));
  const all = [...new Set(ids)];
  return [...all.filter((id) => id.startsWith('swd')), ...all.filter((id) => !id.startsWith('swd'))];
}

/** evaluations: oldest first. Values that are not finite are left out. */
export function metricCurve(evaluations: readonly Evaluation[], id: MetricId): MetricCurve {
  const { times } = metricText(id);
  const scaled = ({ low, high }: Between): Between => ({ low: low * times, high: high * times });
  const points: MetricPoint[] = [];
  const stretches: MetricPoint[][] = [];
  let before: string | undefined;
  for (const evaluation of evaluations) {
    const number = evaluation.numbers.find((one) => one.id === id);
    if (!number || !Number.isFinite(number.value)) continue;
    const pictures = number.pictures ?? evaluation.pictures;
    const point = {
      ...{ kimg: evaluation.nimg / REALS_PER_KIMG, resolution: evaluation.resolution, pictures },
      ...{ value: number.value * times, interval: scaled(number.interval) },
      ...{ floor: number.floor * times, floorInterval: scaled(number.floorInterval) },
    };
    const key = comparability(evaluation, id, pictures);
    if (key !== before) stretches.push([]);
    before = key;
    stretches.at(-1)?.push(point);
    points.push(point);
  }
  return { id, points, stretches };
}

/** Numbers of one metric compare where this is the same. */
function comparability(evaluation: Evaluation, id: MetricId, pictures: number): string {
  const { resolution, floorOf, extractor, scales } = evaluation;
  const own = metricText(id).ofFeatures ? extractor : id === 'msSsim' ? scales : '';
  return JSON.stringify([resolution, floorOf, pictures, own]);
}

/** A scale that holds every interval and floor of the curve. */
export function scaleOf({ points }: MetricCurve, log: boolean): Scale {
  const ends = points.flatMap(({ interval, floorInterval, value }) => [
    value,
    ...[interval.low, interval.high, floorInterval.low, floorInterval.high],
  ]);
  const finite = ends.filter(Number.isFinite);
  if (finite.length === 0) return linearScale(0, 1);
  return (log ? symlogScale : linearScale)(Math.min(...finite), Math.max(...finite));
}
