/**
 * The vertical line that shows one moment in a chart, with a dot on each smoothed curve, and the pointer that moves it.
 * It draws over the chart and knows no recharts.
 */
import type { PointerEvent } from 'react';
import styles from './ChartCursor.module.css';
import { columnOf, kimgAt, type Plot, rowOf } from './plot.ts';
import { type ChartStat, SERIES_STYLE } from './seriesStyle.ts';

export interface CursorDot {
  readonly stat: ChartStat;
  /** Position on the chart's scale. */
  readonly place: number;
}

export interface ChartCursorProps {
  readonly plot: Plot;
  readonly kimg: number;
  /** End of the kimg axis. */
  readonly end: number;
  readonly low: number;
  readonly high: number;
  readonly dots: readonly CursorDot[];
  /** The kimg under the pointer; undefined when it leaves. */
  readonly onHover: (kimg: number | undefined) => void;
  readonly onSeek: (kimg: number) => void;
  /** A second moment, whose line is broken. */
  readonly compared: number | undefined;
}

const DOT_RADIUS = 3.5;
/** The line reaches this far above the plot, as the growth marks' labels do. */
const OVERHANG = 4;

export function ChartCursor(props: ChartCursorProps) {
  const { plot, kimg, end, low, high, dots, compared, onHover, onSeek } = props;
  const lineAt = (moment: number) => Math.round(columnOf(plot, moment, end)) + 0.5; // half a pixel: a sharp 1 px line
  const column = lineAt(kimg);
  const under = (event: PointerEvent<SVGSVGElement>) =>
    kimgAt(plot, event.clientX - event.currentTarget.getBoundingClientRect().left, end);
  return (
    <svg
      className={styles.layer}
      width={plot.width}
      height={plot.height}
      aria-hidden="true"
      onPointerMove={(event) => onHover(under(event))}
      onPointerDown={(event) => onSeek(under(event))}
      onPointerLeave={() => onHover(undefined)}
    >
      {compared !== undefined && (
        <path
          className={styles.compared}
          d={`M${lineAt(compared)} ${plot.top - OVERHANG}V${plot.height - plot.bottom}`}
        />
      )}
      <path className={styles.line} d={`M${column} ${plot.top - OVERHANG}V${plot.height - plot.bottom}`} />
      {dots.map(({ stat, place }) => (
        <circle
          key={stat}
          className={styles.dot}
          fill={SERIES_STYLE[stat].colour}
          cx={column}
          cy={rowOf(plot, place, low, high)}
          r={DOT_RADIUS}
        />
      ))}
    </svg>
  );
}
