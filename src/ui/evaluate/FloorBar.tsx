/**
 * FloorBar: a generated number with its interval beside the floor with its own, on one small scale. Always decoration: the same
 * numbers stand beside it.
 */
import type { Between } from '../../protocol/judging.ts';
import styles from './FloorBar.module.css';

interface FloorBarProps {
  readonly value: number;
  readonly interval: Between;
  readonly floor: number;
  readonly floorInterval: Between;
  /** Ends of the scale. */
  readonly low: number;
  readonly high: number;
  /** A mark on a band instead of a bar from zero: neither less nor more is better. */
  readonly asMark: boolean;
}

const WIDTH = 100;
const HEIGHT = 14;
const MIDDLE = HEIGHT / 2;
const HALF_BAR = 3;
/** A band this narrow is still seen. */
const NARROWEST = 1;

export function FloorBar({ value, interval, floor, floorInterval, low, high, asMark }: FloorBarProps) {
  const at = (number: number) => (WIDTH * (Math.min(high, Math.max(low, number)) - low)) / (high - low || 1);
  const [from, to] = [at(0), at(value)].sort((a, b) => a - b) as [number, number];
  const bandFrom = at(floorInterval.low);
  return (
    <svg className={styles.bar} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {!asMark && (
        <rect className={styles.value} x={from} y={MIDDLE - HALF_BAR} width={to - from} height={2 * HALF_BAR} />
      )}
      <rect
        className={styles.band}
        x={bandFrom}
        y={0}
        width={Math.max(NARROWEST, at(floorInterval.high) - bandFrom)}
        height={HEIGHT}
      />
      <path className={styles.floor} d={`M${at(floor)} 0V${HEIGHT}`} />
      {asMark && <path className={styles.mark} d={`M${to} 2V${HEIGHT - 2}`} />}
      <path className={styles.interval} d={`M${at(interval.low)} ${MIDDLE}H${at(interval.high)}`} />
    </svg>
  );
}
