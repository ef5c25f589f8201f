/** A value beside the band of healthy ones, on a rail. Decoration: the numbers are written beside it. */
import type { Between } from '../../protocol/judging.ts';
import { classes } from '../kit/classes.ts';
import styles from './Gauge.module.css';

/** Room at either end, as a share of the span. */
const MARGIN = 0.15;
const PERCENT = 100;

interface GaugeProps {
  readonly value: number;
  readonly band: Between;
  readonly level: 'healthy' | 'watch' | 'alarm';
}

export function Gauge({ value, band, level }: GaugeProps) {
  const low = Math.min(band.low, value);
  const high = Math.max(band.high, value);
  const span = Math.max(high - low, Number.EPSILON) * (1 + 2 * MARGIN);
  const start = low - span * (MARGIN / (1 + 2 * MARGIN));
  const place = (at: number) => `${(PERCENT * (at - start)) / span}%`;
  return (
    <span className={styles.gauge} aria-hidden="true">
      <span className={styles.rail} />
      <span className={styles.band} style={{ left: place(band.low), right: `calc(100% - ${place(band.high)})` }} />
      <span className={classes(styles.point, styles[level])} style={{ left: place(value) }} />
    </span>
  );
}
