/**
 * The effective rank of what the critic sees in generated pictures, beside that of as many reals: along how many directions
 * they vary. A generator that is left with k pictures has a rank below k, however good they are.
 */
import type { HealthLevel, SignalReading } from '../../protocol/judging.ts';
import { comparable, type HealthInputs, medianOf, unknown, written } from './inputs.ts';

const SIGNAL = 'rank';
/** Shares of the reals' rank. */
const WATCH = 0.4;
const ALARM = 0.25;
/** Shares of the run's own usual ratio. */
const FALL = 0.6;
const LEAP = 0.4;
/** Measurements that make a usual ratio, the last not among them. */
const FEWEST = 2;
const MOST = 5;

export function readRank({ evaluations }: HealthInputs): SignalReading {
  const measured = comparable(evaluations).flatMap(({ rank, nimg }) =>
    rank && rank.reals > 0 ? [{ nimg, ...rank, ratio: rank.fakes / rank.reals }] : [],
  );
  const last = measured.at(-1);
  if (!last) return unknown(SIGNAL, 'Not measured yet, or there is no critic.');
  const before = measured.slice(0, -1).slice(-MOST);
  const usual = before.length >= FEWEST ? medianOf(before.map(({ ratio }) => ratio)) : undefined;
  const level = levelFrom(last.ratio, usual, measured.length);
  const ranks = `Generated pictures vary along ${written(last.fakes)} directions, real ones along ${written(last.reals)}`;
  const sentence = level === 'healthy' ? `${ranks}.` : `${ranks}: they have become alike.`;
  const low = Math.max(WATCH, (usual ?? 0) * FALL);
  return { signal: SIGNAL, level, value: last.ratio, band: { low, high: 1 }, nimg: last.nimg, sentence };
}

function levelFrom(ratio: number, usual: number | undefined, count: number): HealthLevel {
  if (usual === undefined) return count > FEWEST && ratio < ALARM ? 'alarm' : ratio < WATCH ? 'watch' : 'healthy';
  if (ratio < usual * LEAP) return 'alarm';
  return ratio < usual * FALL ? 'watch' : 'healthy';
}
