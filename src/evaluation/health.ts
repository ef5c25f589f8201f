/**
 * How a run is doing, read from what it reported and what was measured of it: a level for each signal, one for all, and what
 * may help. Pure and cheap, so that it can be called at each tick. It refuses to change anything and to remember. Where the
 * limits come from, and how often they are right: docs/results/monitor.md.
 */
import type { Health, HealthLevel, HealthSignal, SignalReading } from '../protocol/judging.ts';
import { remediesFor } from './remedies.ts';
import { readDistance } from './signals/distance.ts';
import { readDiversity } from './signals/diversity.ts';
import { readGradients } from './signals/gradients.ts';
import { type HealthInputs, REALS_PER_KIMG, worst } from './signals/inputs.ts';
import { isCriticBehind, readLogits } from './signals/logits.ts';
import { readOverfitting } from './signals/overfitting.ts';
import { readRank } from './signals/rank.ts';

export type { HealthInputs };

const READERS: Readonly<Record<HealthSignal, (inputs: HealthInputs) => SignalReading>> = {
  diversity: readDiversity,
  distance: readDistance,
  rank: readRank,
  overfitting: readOverfitting,
  logits: readLogits,
  gradients: readGradients,
};
/** So many signals to be watched at once are an alarm. */
const TOGETHER = 2;
/** Kimg of a run before which only a strong signal is an alarm: young networks cross weak limits on their way. */
const YOUNG = 2;
/** Kimg that a level lasts at least before it may get better: no light that flickers tells anything. */
const SHORTEST = 1;

/** How the run is doing at `nimg`. Without healthyNimg, which the caller knows from its saves. */
export function readHealth(inputs: HealthInputs): Health {
  const { config, nimg, ticks, previous } = inputs;
  const signals = Object.values(READERS).map((read) => read(inputs));
  const found = levelOfAll(signals, nimg);
  const level = held(found, signals, nimg, previous);
  const sinceNimg = previous?.level === level ? previous.sinceNimg : nimg;
  const unwell = unwellOf(signals);
  const named = unwell.length > 0 || level === 'healthy' || level === 'unknown' ? unwell : [];
  return {
    nimg,
    level,
    reason: reasonOf(level, signals, previous),
    sinceNimg,
    signals,
    remedies:
      level === 'watch' || level === 'alarm'
        ? remediesFor(named, { config, ticks, isCriticBehind: isCriticBehind(inputs) })
        : [],
  };
}

/** One strong signal, or two weak ones, are an alarm. Each of them lasts, by its own rule. */
function levelOfAll(signals: readonly SignalReading[], nimg: number): HealthLevel {
  const level = worst(signals.map((reading) => reading.level));
  const watched = signals.filter((reading) => reading.level === 'watch');
  // That the critic is sure of its reals and that it scores them far above fakes is one thing, seen twice.
  const count = watched.length - Math.max(0, watched.filter(showsSureCritic).length - 1);
  return level === 'watch' && count >= TOGETHER && nimg >= YOUNG * REALS_PER_KIMG ? 'alarm' : level;
}

function showsSureCritic({ signal, value = 0, band }: SignalReading): boolean {
  return signal === 'overfitting' || (signal === 'logits' && value > (band?.high ?? Number.POSITIVE_INFINITY));
}

/** What was found, unless it is better than before and too early to say so. */
function held(
  found: HealthLevel,
  signals: readonly SignalReading[],
  nimg: number,
  previous: Health | undefined,
): HealthLevel {
  if (previous === undefined || nimg < previous.nimg || isAsBad(found, previous.level)) return found;
  // An alarm ends when no signal is to be watched any more, not when it falls just below its limit.
  if (previous.level === 'alarm' && unwellOf(signals).length > 0) return 'alarm';
  return nimg - previous.sinceNimg < SHORTEST * REALS_PER_KIMG ? previous.level : found;
}

const isAsBad = (level: HealthLevel, than: HealthLevel) => worst([level, than]) === level;

function unwellOf(signals: readonly SignalReading[]): readonly HealthSignal[] {
  return signals.filter(({ level }) => level === 'watch' || level === 'alarm').map(({ signal }) => signal);
}

function reasonOf(level: HealthLevel, signals: readonly SignalReading[], previous: Health | undefined): string {
  if (level === 'unknown') return 'Too little is known yet.';
  if (level === 'healthy') return 'No signal is out of its band.';
  const worstLevel = worst(signals.map((reading) => reading.level));
  if (worstLevel !== 'watch' && worstLevel !== 'alarm') return previous?.reason ?? 'It was out of its band just now.';
  const sentences = signals.filter((reading) => reading.level === worstLevel).map(({ sentence }) => sentence);
  return sentences.slice(0, TOGETHER).join(' ');
}
