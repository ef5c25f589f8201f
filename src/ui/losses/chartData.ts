/**
 * One chart's drawing data: rows thinned to its width and placed on its scale, with the smoothed columns behind them for
 * the legend. Pure, so that the chart component only draws.
 */
import type { StepStat } from '../../protocol/stats.ts';
import type { Curves } from './curves.ts';
import { extent, linearScale, type Scale, symlogScale } from './lossScale.ts';
import { smooth } from './smooth.ts';
import { thinIndices } from './thin.ts';

/** One thinned point: positions on the chart's scale; the lines pass over what is undefined. */
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
/** The smoothed lines have a point this often: taken at the raw extremes they would tremble, and hide their dashes. */
const PIXELS_PER_TREND_POINT = 4;

/** Rows for two columns of `curves` that share one scale. */
export function chartData(curves: Curves, pair: readonly [StepStat, StepStat], options: ChartOptions): ChartData {
  const raw = [curves.values[pair[0]], curves.values[pair[1]]] as const;
  const smoothed = [
    smooth(raw[0], curves.length, options.smoothing),
    smooth(raw[1], curves.length, options.smoothing),
  ] as const;
  const kept = thinIndices(raw, curves.length, perPixels(options.width, PIXELS_PER_BUCKET));
  const showRaw = options.smoothing > 0;
  const trend = showRaw
    ? evenIndices(curves.length, perPixels(options.width, PIXELS_PER_TREND_POINT))
    : new Set<number>(kept);
  const scale = (options.log ? symlogScale : linearScale)(...extent(raw, kept));
  const place = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) ? scale.place(value) : undefined;
  const rows = [...new Set([...kept, ...trend])]
    .sort((a, b) => a - b)
    .map((index) => ({
      kimg: curves.kimg[index] ?? 0,
      rawFirst: place(raw[0][index]),
      rawSecond: place(raw[1][index]),
      first: trend.has(index) ? place(smoothed[0][index]) : undefined,
      second: trend.has(index) ? place(smoothed[1][index]) : undefined,
    }));
  return { rows, scale, smoothed, showRaw };
}

function perPixels(width: number, pixels: number): number {
  return Math.max(1, Math.floor(width / pixels));
}

/** About `wanted` of `length` indices at one distance, with the last; all of them where there are fewer. */
function evenIndices(length: number, wanted: number): Set<number> {
  const every = Math.max(1, length / wanted);
  const indices = new Set<number>();
  for (let at = 0; at < length; at += every) indices.add(Math.floor(at));
  if (length > 0) indices.add(length - 1);
  return indices;
}
