/**
 * The sliced Wasserstein distance against the best that the run had: it wobbles, but does not rise far and stay there in a
 * run that learns. Measurements at another resolution, or of another number of pictures, do not count.
 */
import type { HealthLevel, MeasuredNumber, SignalReading } from '../../protocol/judging.ts';
import { comparable, type HealthInputs, numberOf, unknown, written } from './inputs.ts';

const SIGNAL = 'distance';
/** Of the best: a healthy reference went from 58.9 to 75.4 (1.28) and recovered. */
const RISE = 1.5;
/** So far above the best in one step is no wobble. */
const LEAP = 2.5;
/** Measurements in a row that must lie above. */
const IN_A_ROW = 2;

export function readDistance({ evaluations }: HealthInputs): SignalReading {
  const measured = comparable(evaluations).flatMap((evaluation) => {
    const number = numberOf(evaluation, 'swd');
    return number ? [{ ...number, nimg: evaluation.nimg }] : [];
  });
  const last = measured.at(-1);
  if (!last) return unknown(SIGNAL, 'Not measured yet, or not defined below 8 px.');
  const best = bestOf(measured.slice(0, -1));
  if (!best) return unknown(SIGNAL, 'Measured once: there is nothing to compare with yet.');
  const limit = limitOf(best, RISE);
  const above = measured.slice(-IN_A_ROW).filter(({ value }) => value > limit).length;
  const level = levelFrom(last, best, above);
  const distance = `The distance to real slices is ${written(last.value)}`;
  const sentence =
    level === 'healthy'
      ? `${distance}, the best was ${written(Math.min(best.value, last.value))}.`
      : `${distance}, after ${written(best.value)} at its best: the pictures move away from the slices.`;
  const band = { low: 0, high: limit };
  return { signal: SIGNAL, level, value: last.value, band, nimg: last.nimg, sentence };
}

function levelFrom(last: MeasuredNumber, best: MeasuredNumber, above: number): HealthLevel {
  if (last.value > limitOf(best, LEAP) || above === IN_A_ROW) return 'alarm';
  return last.value > limitOf(best, RISE) ? 'watch' : 'healthy';
}

/** So many times the best, and never within the floor's own size of it: near the floor factors mean little. */
const limitOf = ({ value, floor }: MeasuredNumber, factor: number) => Math.max(value * factor, value + floor);

function bestOf<Number extends MeasuredNumber>(numbers: readonly Number[]): Number | undefined {
  return numbers.toSorted((a, b) => a.value - b.value)[0];
}
