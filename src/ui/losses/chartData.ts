/**
 * One chart's drawing data: trend rows and raw points thinned to its width and placed on its scale, with the smoothed
 * columns behind them for the legend. Pure, so that the components only draw.
 */
import type { Curves } from './curves.ts';
import { extent, linearScale, type Scale, symlogScale } from './lossScale.ts';
import type { ChartStat, ChartStats } from './seriesStyle.ts';
import { smooth } from './smooth.ts';
import { thinIndices } from './thin.ts';

/** One point of the two smoothed lines: positions on the chart's scale; the lines pass over what is undefined. */
export interface TrendRow {
  readonly kimg: number;
  readonly first: number | undefined;
  readonly second: number | undefined;
}

/** One point of a raw line: kimg, and position on the chart's scale. */
export type RawPoint = readonly [kimg: number, place: number];

export interface ChartData {
  readonly trend: readonly TrendRow[];
  /** Both raw lines; empty where they are the smoothed ones. */
  readonly raw: readonly [readonly RawPoint[], readonly RawPoint[]];
  readonly scale: Scale;
  /** Smoothed values of all points, not placed on the scale. */
  readonly smoothed: readonly [Float64Array, Float64Array];
}

export interface ChartOptions {
  /** Weight of the past in the smoothed lines, 0 to below 1. */
  readonly smoothing: number;
  readonly log: boolean;
  /** Width of the plot in CSS pixels. */
  readonly width: number;
}

/** Each bucket of raw points keeps its extremes, so that two neighbouring pixels lose nothing visible. */
const PIXELS_PER_RAW_BUCKET = 2;
/** Smoothed lines have a point this often: taken at the raw extremes they would tremble, and hide their dashes. */
const PIXELS_PER_TREND_POINT = 4;

/** Rows and points for one or two columns of `curves` that share one scale; a column that is not there is empty. */
export function chartData(curves: Curves, pair: ChartStats, options: ChartOptions): ChartData {
  const columnOf = (stat: ChartStat | undefined) => (stat && curves.values[stat]) ?? [];
  const values = [columnOf(pair[0]), columnOf(pair[1])] as const;
  const [first, second] = values.map((column) => smooth(column, curves.length, options.smoothing));
  const smoothed = [first ?? new Float64Array(), second ?? new Float64Array()] as const;
  const keptOf = (column: ArrayLike<number>) =>
    thinIndices([column], curves.length, perPixels(options.width, PIXELS_PER_RAW_BUCKET));
  const kept = [keptOf(values[0]), keptOf(values[1])] as const;
  const ends = [extent(values[0], kept[0]), extent(values[1], kept[1])];
  const scale = (options.log ? symlogScale : linearScale)(...around(ends));
  const place = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) ? scale.place(value) : undefined;
  const asTheyAre = options.smoothing === 0;
  const trendPoints = perPixels(options.width, PIXELS_PER_TREND_POINT);
  const trendAt = asTheyAre ? thinIndices(values, curves.length, trendPoints) : evenIndices(curves.length, trendPoints);
  const drawn = asTheyAre ? values : smoothed; // not the smoothed ones at weight 0, which hold over gaps
  const trend = Array.from(trendAt, (index) => ({
    kimg: curves.kimg[index] ?? 0,
    first: place(drawn[0][index]),
    second: place(drawn[1][index]),
  }));
  const rawOf = (column: ArrayLike<number>, indices: Uint32Array): RawPoint[] =>
    asTheyAre
      ? []
      : Array.from(indices).flatMap((index) => {
          const at = place(column[index]);
          return at === undefined ? [] : [[curves.kimg[index] ?? 0, at] as const];
        });
  return { trend, raw: [rawOf(values[0], kept[0]), rawOf(values[1], kept[1])], scale, smoothed };
}

function perPixels(width: number, pixels: number): number {
  return Math.max(1, Math.floor(width / pixels));
}

/** The extent of both columns; [0, 1] where neither has a finite value. */
function around(ends: readonly (readonly [number, number] | undefined)[]): [number, number] {
  const known = ends.filter((end) => end !== undefined);
  if (known.length === 0) return [0, 1];
  return [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))];
}

/** About `wanted` of `length` indices at one distance, with the last; all of them where there are fewer. */
function evenIndices(length: number, wanted: number): number[] {
  const every = Math.max(1, length / wanted);
  const indices: number[] = [];
  for (let at = 0; at < length - 1; at += every) indices.push(Math.floor(at));
  if (length > 0) indices.push(length - 1);
  return indices;
}
