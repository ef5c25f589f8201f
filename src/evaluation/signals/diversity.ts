/**
 * Whether generated pictures vary as real ones do: MS-SSIM of pairs, as the share of the way from the reals' value to 1
 * (all alike), and recall, the share of reals that generated pictures reach. Healthy runs are too alike for a while, and
 * noise at first reaches all reals: what counts is pictures that are nearly one, a rise while the distance to the reals does
 * not fall, and recall lost by pictures that had precision. It asks nothing of quality.
 */
import type { Evaluation, HealthLevel, SignalReading } from '../../protocol/judging.ts';
import { comparable, type HealthInputs, medianOf, numberOf, unknown, worst, written } from './inputs.ts';

const SIGNAL = 'diversity';
/** Of the way to one picture. Healthy runs and references reached 0.5 on their way. */
const WATCH = 0.6;
const ALARM = 0.8;
/** Above the run's own usual share. */
const WATCH_RISE = 0.15;
const ALARM_RISE = 0.3;
/** A rise to less than this is no collapse, whatever was usual. */
const STILL_VARIED = 0.1;
/** Recall that can fall, of pictures that lie among the reals at all, and the shares of it that are left. */
const SOME_RECALL = 0.2;
const SOME_PRECISION = 0.2;
const WATCH_RECALL = 0.4;
const ALARM_RECALL = 0.15;
/** Measurements that make what is usual, the last not among them. */
const FEWEST = 2;
const MOST = 5;

export function readDiversity({ evaluations }: HealthInputs): SignalReading {
  const measured = comparable(evaluations).filter((evaluation) => alikeOf(evaluation) !== undefined);
  const last = measured.at(-1);
  const similarity = last && numberOf(last, 'msSsim');
  if (!last || !similarity) return unknown(SIGNAL, 'Not measured yet, or not defined below 11 px.');
  const before = measured.slice(0, -1).slice(-MOST);
  const alike = alikeOf(last) as number;
  const usual = before.length >= FEWEST ? medianOf(before.map((one) => alikeOf(one) as number)) : undefined;
  const level = worst([byShare(alike, isNearing(last, before) ? undefined : usual), byRecall(last, before)]);
  const { value, floor } = similarity;
  const limit = Math.min(WATCH, Math.max(STILL_VARIED, (usual ?? 1) + WATCH_RISE));
  const pairs = `Pairs of generated pictures are alike to ${written(value)} (MS-SSIM), pairs of real ones to ${written(floor)}`;
  const recall = numberOf(last, 'recall');
  const reached = recall ? `; they reach ${written(recall.value)} of the reals` : '';
  const sentence = level === 'healthy' ? `${pairs}.` : `${pairs}${reached}: the generator repeats itself.`;
  const band = { low: 0, high: floor + limit * (1 - floor) };
  return { signal: SIGNAL, level, value, band, nimg: last.nimg, sentence };
}

/** 0 where pairs are as alike as reals', 1 where all pictures are one; below 0 where they vary more. */
function alikeOf(evaluation: Evaluation): number | undefined {
  const number = numberOf(evaluation, 'msSsim');
  return number && number.floor < 1 ? (number.value - number.floor) / (1 - number.floor) : undefined;
}

/** Whether the distance falls: a generator on its way from noise to pictures becomes more alike, too. */
function isNearing(last: Evaluation, before: readonly Evaluation[]): boolean {
  const now = numberOf(last, 'swd')?.value;
  const then = before.flatMap((one) => numberOf(one, 'swd')?.value ?? []);
  return now !== undefined && then.length > 0 && now < medianOf(then);
}

function byShare(alike: number, usual: number | undefined): HealthLevel {
  if (alike >= ALARM) return 'alarm';
  const rise = usual === undefined ? 0 : alike - usual;
  if (alike > STILL_VARIED && rise >= ALARM_RISE) return 'alarm';
  return alike >= WATCH || (alike > STILL_VARIED && rise >= WATCH_RISE) ? 'watch' : 'healthy';
}

function byRecall(last: Evaluation, before: readonly Evaluation[]): HealthLevel {
  const now = numberOf(last, 'recall')?.value;
  const among = before.filter((one) => (numberOf(one, 'precision')?.value ?? 0) >= SOME_PRECISION);
  const usual = among.flatMap((one) => numberOf(one, 'recall')?.value ?? []);
  if (now === undefined || usual.length < FEWEST || medianOf(usual) < SOME_RECALL) return 'healthy';
  const left = now / medianOf(usual);
  if (left < ALARM_RECALL) return 'alarm';
  return left < WATCH_RECALL ? 'watch' : 'healthy';
}
