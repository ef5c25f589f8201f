/**
 * The gap between the critic's scores of reals and of fakes. It grows out of all proportion where the generator no longer
 * gets anywhere, and is gone where the critic is. Absolute limits belong to the losses whose scale is known and measured
 * (docs/results/monitor.md); the others compare with the run's own past.
 */
import type { HealthLevel, SignalReading } from '../../protocol/judging.ts';
import type { Loss } from '../../protocol/trainConfig.ts';
import { type HealthInputs, levelOf, meanOf, medianOf, stretch, unknown, worst, written } from './inputs.ts';

const SIGNAL = 'logits';
/** Of the scores in question, in kimg: a batch's mean alone wobbles by a third. */
const WINDOW = 0.5;
/** What is usual is the median from so many kimg ago to the beginning of what may be wrong, of so many at least. */
const USUAL_FROM = 8;
const USUAL_TO = 1;
const USUAL_LEAST = 1.5;
/** Cross-entropy: of healthy runs the window's mean was 2.97 at most; at a gap of 5 the critic is right in 99.3 of 100. */
const WATCH_GAP = 3.5;
const ALARM_GAP = 5;
/** Against the usual gap: healthy runs reached 2.3 times it. */
const WATCH_RISE = 3;
const ALARM_RISE = 5;
/** Small gaps may rise as they like: below this cross-entropy's critic is unsure of one picture in ten. */
const SMALL_GAP = 2;
/** Shares of the usual gap that are left: healthy runs kept 0.46, those left with four latents had 0.1 within half a kimg. */
const FALLEN = 0.3;
/**
 * Of the usual gap: where another signal says that something is wrong, the critic has fallen behind below this. It lies
 * between the two numbers above.
 */
const BEHIND = 0.4;
const MEASURED: readonly Loss[] = ['logistic', 'minimax'];

export function readLogits({ config, nimg, steps }: HealthInputs): SignalReading {
  const gap = gapNow(steps);
  if (gap === undefined) return unknown(SIGNAL, 'Too few steps at this resolution yet.');
  const usual = usualGap(steps);
  const isMeasured = MEASURED.includes(config.loss);
  const rise = usual !== undefined && usual > 0 ? gap / usual : 0;
  const level = worst([
    isMeasured ? levelOf(gap, WATCH_GAP, ALARM_GAP) : 'healthy',
    isMeasured && gap < SMALL_GAP ? 'healthy' : levelOf(rise, WATCH_RISE, ALARM_RISE),
    byFall(gap, usual ?? 0, steps),
  ]);
  const low = Math.max(0, (usual ?? 0) * FALLEN);
  const high = isMeasured ? WATCH_GAP : usual !== undefined && usual > 0 ? usual * WATCH_RISE : undefined;
  const band = high === undefined ? undefined : { low, high };
  return {
    signal: SIGNAL,
    level,
    value: gap,
    nimg,
    ...(band ? { band } : {}),
    sentence: sentenceOf(gap, level, usual),
  };
}

/** Whether the critic tells reals from fakes clearly less than it used to, or not at all. False where too little is known. */
export function isCriticBehind({ steps }: Pick<HealthInputs, 'steps'>): boolean {
  const gap = gapNow(steps);
  return gap !== undefined && gap <= Math.max(0, (usualGap(steps) ?? 0) * BEHIND);
}

function gapNow(steps: HealthInputs['steps']): number | undefined {
  const gaps = gapsOf(steps, WINDOW);
  return gaps && meanOf(gaps);
}

function usualGap(steps: HealthInputs['steps']): number | undefined {
  const before = gapsOf(steps, USUAL_FROM, USUAL_TO, USUAL_LEAST);
  return before && medianOf(before);
}

/** A critic that fakes get past teaches nothing; it is lost where that lasts for twice the window. */
function byFall(gap: number, usual: number, steps: HealthInputs['steps']): HealthLevel {
  const limit = Math.max(0, usual * FALLEN);
  if (gap > limit) return 'healthy';
  const longer = gapsOf(steps, 2 * WINDOW);
  return longer !== undefined && meanOf(longer) <= limit ? 'alarm' : 'watch';
}

function gapsOf(
  steps: HealthInputs['steps'],
  from: number,
  to = 0,
  least = (from - to) / 2,
): readonly number[] | undefined {
  const reals = stretch(steps, 'Loss/scores/real', from, to, least);
  const fakes = stretch(steps, 'Loss/scores/fake', from, to, least);
  return reals && fakes && reals.map((real, i) => real - (fakes[i] as number));
}

function sentenceOf(gap: number, level: SignalReading['level'], usual: number | undefined): string {
  const now = `The critic scores reals ${written(gap)} above generated pictures`;
  if (level === 'healthy') return `${now}: neither side wins.`;
  const before = usual === undefined ? '' : `, ${written(usual)} before`;
  if (usual === undefined ? gap <= 0 : gap < usual)
    return `${now}${before}: it no longer tells them apart and teaches nothing.`;
  return `${now}${before}: it tells nearly all of them apart, and the generator learns little.`;
}
