/** A metric's marks over kimg: the floor's band and line, and each value with its interval. It draws no axes and is silent. */
import { memo } from 'react';
import type { Scale } from '../losses/lossScale.ts';
import { columnOf, type Plot, rowOf } from '../losses/plot.ts';
import styles from './MetricLayer.module.css';
import type { MetricCurve, MetricPoint } from './metricCurve.ts';

interface MetricLayerProps {
  readonly curve: MetricCurve;
  readonly scale: Scale;
  readonly plot: Plot;
  /** End of the kimg axis. */
  readonly end: number;
}

const DOT_RADIUS = 2.5;
/** Half the width of a band that has one measurement only, and of the ends of intervals. */
const HALF_BAND = 4;
const HALF_END = 2.5;

export const MetricLayer = memo(function MetricLayer({ curve, scale, plot, end }: MetricLayerProps) {
  const column = ({ kimg }: MetricPoint) => columnOf(plot, kimg, end);
  const row = (value: number) => rowOf(plot, scale.place(value), scale.low, scale.high);
  const line = (points: readonly MetricPoint[], of: (point: MetricPoint) => number) =>
    points.map((point) => `${column(point).toFixed(1)} ${row(of(point)).toFixed(1)}`).join('L');
  return (
    <svg className={styles.layer} width={plot.width} height={plot.height} aria-hidden="true">
      {curve.stretches.map((points) => {
        const [first] = points;
        if (!first) return null;
        const lone = points.length === 1;
        const left = column(first) - HALF_BAND;
        const [top, bottom] = [row(first.floorInterval.high), row(first.floorInterval.low)];
        const band = lone
          ? `${left} ${top}h${2 * HALF_BAND}V${bottom}h${-2 * HALF_BAND}`
          : `${line(points, (point) => point.floorInterval.high)}L${line(points.toReversed(), (point) => point.floorInterval.low)}`;
        return (
          <g key={first.kimg}>
            <path className={styles.band} d={`M${band}Z`} />
            <path
              className={styles.floor}
              d={lone ? `M${left} ${row(first.floor)}h${2 * HALF_BAND}` : `M${line(points, (point) => point.floor)}`}
            />
            <path className={styles.value} d={`M${line(points, (point) => point.value)}`} />
            {points.map((point) => {
              const at = column(point);
              const [high, low] = [row(point.interval.high), row(point.interval.low)];
              const ends = [high, low].map((y) => `M${at - HALF_END} ${y}h${2 * HALF_END}`).join('');
              return (
                <g key={point.kimg}>
                  <path className={styles.interval} d={`M${at} ${high}V${low}${ends}`} />
                  <circle className={styles.dot} cx={at} cy={row(point.value)} r={DOT_RADIUS} />
                </g>
              );
            })}
          </g>
        );
      })}
    </svg>
  );
});
