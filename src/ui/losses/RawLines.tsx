/** The unsmoothed lines, faint, behind the curves: one path each. It draws no axes and is silent to screen readers. */
import { memo } from 'react';
import type { RawPoint } from './chartData.ts';
import type { Scale } from './lossScale.ts';
import { columnOf, type Plot, rowOf } from './plot.ts';
import styles from './RawLines.module.css';
import { type ChartStats, SERIES_STYLE } from './seriesStyle.ts';

interface RawLinesProps {
  readonly pair: ChartStats;
  readonly raw: readonly [readonly RawPoint[], readonly RawPoint[]];
  readonly scale: Scale;
  /** End of the kimg axis. */
  readonly end: number;
  readonly plot: Plot;
}

export const RawLines = memo(function RawLines({ pair, raw, scale, end, plot }: RawLinesProps) {
  return (
    <svg className={styles.layer} width={plot.width} height={plot.height} aria-hidden="true">
      {raw.map((points, column) => {
        const stat = pair[column];
        if (!stat || points.length === 0) return null;
        const corners = points.map(
          ([kimg, place]) =>
            `${columnOf(plot, kimg, end).toFixed(1)} ${rowOf(plot, place, scale.low, scale.high).toFixed(1)}`,
        );
        return (
          <path key={stat} className={styles.line} stroke={SERIES_STYLE[stat].colour} d={`M${corners.join('L')}`} />
        );
      })}
    </svg>
  );
});
