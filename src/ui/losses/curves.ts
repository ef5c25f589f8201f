/**
 * A run's numbers as the charts take them: points over kimg, step by step or epoch by epoch. It refuses to smooth, thin
 * or scale.
 */
import type { StepStat } from '../../protocol/stats.ts';
import { epochMeans, type StepSeries } from '../../state/series.ts';

export type CurveMode = 'batch' | 'epoch';

/** Points in the order of training; values may be NaN where a step had none. */
export interface Curves {
  readonly length: number;
  readonly kimg: Float64Array;
  /** Number of the step or epoch, from 1. */
  readonly count: ArrayLike<number>;
  readonly resolution: ArrayLike<number>;
  readonly values: Readonly<Record<StepStat, ArrayLike<number>>>;
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

function toKimg(nimg: number): number {
  return nimg / REALS_PER_KIMG;
}

export interface GrowthMark {
  readonly kimg: number;
  readonly resolution: number;
}

/** Where the resolution grows: the kimg at which the larger one began. The resolution a run starts with is no growth. */
export function growthMarks(series: Pick<StepSeries, 'length' | 'nimg' | 'resolution'>): GrowthMark[] {
  const marks: GrowthMark[] = [];
  for (let step = 1; step < series.length; step++) {
    const resolution = series.resolution[step] ?? 0;
    if (resolution !== series.resolution[step - 1])
      marks.push({ kimg: toKimg(series.nimg[step - 1] ?? 0), resolution });
  }
  return marks;
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
