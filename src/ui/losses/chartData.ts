/**
 * One chart's drawing data: rows thinned to its width and placed on its scale, with the smoothed columns behind them for
 * the legend. Pure, so that the chart component only draws.
 */
import type { StepStat } from '../../protocol/stats.ts';
import type { Curves } from './curves.ts';
import { extent, linearScale, type Scale, symlogScale } from './lossScale.ts';
import { smooth } from './smooth.ts';
import { thinIndices } from './thin.ts';

/** One thinned point: positions on the chart's scale; undefined leaves a gap. */
export interface ChartRow {
  readonly kimg: number;
  readonly rawFirst: number | undefined;
  readonly rawSecond: number | undefined;
  readonly first: number | undefined;
  readonly second: number | undefined;
}

export interface ChartData {
  readonly rows: readonly ChartRow[];
  readonly scale: Scale;
  /** Smoothed values of all points, not placed on the scale. */
  readonly smoothed: readonly [Float64Array, Float64Array];
  /** Whether raw lines differ from the smoothed ones and are worth drawing. */
  readonly showRaw: boolean;
}

export interface ChartOptions {
  /** Weight of the past in the smoothed lines, 0 to below 1. */
  readonly smoothing: number;
  readonly log: boolean;
  /** Width of the plot in CSS pixels. */
  readonly width: number;
}

/** Fewer than one bucket a pixel: each bucket keeps its extremes, so two neighbouring pixels lose nothing visible. */
const PIXELS_PER_BUCKET = 2;

/** Rows for two columns of `curves` that share one scale. */
export function chartData(curves: Curves, pair: readonly [StepStat, StepStat], options: ChartOptions): ChartData {
  const raw = [curves.values[pair[0]], curves.values[pair[1]]] as const;
  const smoothed = [
    smooth(raw[0], curves.length, options.smoothing),
    smooth(raw[1], curves.length, options.smoothing),
  ] as const;
  const buckets = Math.max(1, Math.floor(options.width / PIXELS_PER_BUCKET));
  const kept = thinIndices(raw, curves.length, buckets);
  const scale = (options.log ? symlogScale : linearScale)(...extent(raw, kept));
  const place = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) ? scale.place(value) : undefined;
  const rows = Array.from(kept, (index) => ({
    kimg: curves.kimg[index] ?? 0,
    rawFirst: place(raw[0][index]),
    rawSecond: place(raw[1][index]),
    first: place(smoothed[0][index]),
    second: place(smoothed[1][index]),
  }));
  return { rows, scale, smoothed, showRaw: options.smoothing > 0 };
}
