/**
 * A run's numbers as the charts take them: points over kimg, step by step or epoch by epoch. It refuses to smooth, thin
 * or scale.
 */
import type { TickRecord } from '../../protocol/stats.ts';
import { epochMeans, type StepSeries } from '../../state/series.ts';
import type { ChartStat } from './seriesStyle.ts';

/** Points are steps, means of epochs, or ticks. */
export type CurveUnit = CurveMode | 'tick';
export type CurveMode = 'batch' | 'epoch';

/** Points in the order of training; values may be NaN where a step had none. */
export interface Curves {
  readonly length: number;
  readonly kimg: Float64Array;
  /** Number of the step or epoch, from 1. */
  readonly count: ArrayLike<number>;
  readonly resolution: ArrayLike<number>;
  /** A column that the points do not have is left out. */
  readonly values: Readonly<Partial<Record<ChartStat, ArrayLike<number>>>>;
}

const REALS_PER_KIMG = 1000;

/** One point a step, or the mean of each epoch of `slicesPerEpoch` reals at its last step. */
export function curvesOf(series: StepSeries, mode: CurveMode, slicesPerEpoch: number): Curves {
  if (mode === 'batch') {
    const { length, nimg, resolution, values } = series;
    const count = Float64Array.from({ length }, (_, index) => index + 1);
    return { length, kimg: nimg.map(toKimg), count, resolution, values };
  }
  const { length, nimg, epoch, resolution, values } = epochMeans(series, slicesPerEpoch);
  return { length, kimg: nimg.map(toKimg), count: epoch, resolution, values };
}

/** One point a tick, NaN where a tick lacks the statistic. */
export function tickCurves(ticks: readonly TickRecord[], stats: readonly ChartStat[]): Curves {
  const columns = stats.map((stat) => [stat, ticks.map((tick) => tick.stats[stat] ?? Number.NaN)] as const);
  return {
    length: ticks.length,
    kimg: Float64Array.from(ticks, ({ kimg }) => kimg),
    count: ticks.map(({ tick }) => tick + 1),
    resolution: ticks.map(({ resolution }) => resolution),
    values: Object.fromEntries(columns),
  };
}

export function toKimg(nimg: number): number {
  return nimg / REALS_PER_KIMG;
}

/** Index of the point nearest to `kimg` (ascending `points`); -1 when there is none. */
export function indexAt(points: ArrayLike<number>, kimg: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle] ?? 0) < kimg) low = middle + 1;
    else high = middle;
  }
  if (low === points.length) return low - 1;
  const before = points[low - 1];
  return before !== undefined && kimg - before <= (points[low] ?? 0) - kimg ? low - 1 : low;
}
