/**
 * What may help a run that is not doing well, as changes that it can take while it trains, gentlest first. It offers no
 * change of nCritic: the numbers of the generator's draws follow from it and the iteration, so that changing it in a run
 * would repeat draws or skip some, and resuming would no longer be exact. It takes none of them itself.
 */
import { type HealthSignal, REMEDY_KINDS, type Remedy, type RemedyKind } from '../protocol/judging.ts';
import type { TickRecord } from '../protocol/stats.ts';
import type { PerResolution, TrainConfig } from '../protocol/trainConfig.ts';

/** What helps against what each signal shows. */
const HELPS: Readonly<Record<HealthSignal, readonly RemedyKind[]>> = {
  diversity: ['double-r1', 'halve-rates'],
  distance: ['double-r1', 'halve-rates'],
  rank: ['double-r1', 'halve-rates'],
  overfitting: ['raise-augment', 'double-r1'],
  logits: ['raise-augment', 'double-r1', 'halve-rates'],
  gradients: ['double-r1', 'halve-rates'],
};
/** A step of p, and where augmentations begin to show in the pictures. @see Karras 2020, section 3 */
const AUGMENT_STEP = 0.2;
const MOST_AUGMENT = 0.8;
/** ADA's target goes down with it, or p would come back. */
const TARGET_STEP = 0.1;
const LOWEST_TARGET = 0.2;
const DIGITS = 3;

/** For the signals that are not well; [] for none. ticks: where the adaptive p is now. */
export function remediesFor(
  signals: readonly HealthSignal[],
  config: TrainConfig,
  ticks: readonly TickRecord[],
): readonly Remedy[] {
  const kinds = REMEDY_KINDS.filter((kind) => signals.some((signal) => HELPS[signal].includes(kind)));
  return kinds.flatMap((kind) => remedyOf(kind, config, ticks) ?? []);
}

function remedyOf(kind: RemedyKind, config: TrainConfig, ticks: readonly TickRecord[]): Remedy | undefined {
  switch (kind) {
    case 'raise-augment':
      return raiseAugment(config, ticks);
    case 'double-r1': {
      const { r1Gamma } = config;
      if (r1Gamma <= 0) return undefined;
      const label = `Double R1 gamma, from ${short(r1Gamma)} to ${short(2 * r1Gamma)}`;
      return { kind, label, changes: { r1Gamma: 2 * r1Gamma } };
    }
    case 'halve-rates': {
      const [gLr, dLr] = [halved(config.gLr), halved(config.dLr)];
      return { kind, label: `Halve both learning rates, to ${ratesOf(gLr, dLr)}`, changes: { gLr, dLr } };
    }
    case 'more-critic':
      return undefined;
  }
}

function raiseAugment({ augment, augmentP, augmentTarget }: TrainConfig, ticks: readonly TickRecord[]) {
  const now = augment === 'ada' ? (ticks.at(-1)?.stats['Progress/augment'] ?? augmentP) : augmentP;
  if (augment === 'none' || now >= MOST_AUGMENT) return undefined;
  const next = short(Math.min(MOST_AUGMENT, now + AUGMENT_STEP));
  const target = short(Math.max(LOWEST_TARGET, augmentTarget - TARGET_STEP));
  const label = `Raise the augmentation's p, from ${short(now)} to ${next}`;
  const lowersTarget = augment === 'ada' && target < augmentTarget;
  return {
    kind: 'raise-augment' as const,
    label: lowersTarget ? `${label}, and lower its target to ${target}` : label,
    changes: { augmentP: next, ...(lowersTarget ? { augmentTarget: target } : {}) },
  };
}

const short = (value: number) => Number(value.toPrecision(DIGITS));

function halved(rate: PerResolution): PerResolution {
  if (typeof rate === 'number') return rate / 2;
  return Object.fromEntries(Object.entries(rate).map(([resolution, value]) => [resolution, value / 2]));
}

function ratesOf(gLr: PerResolution, dLr: PerResolution): string {
  if (typeof gLr !== 'number' || typeof dLr !== 'number') return 'half of each resolution’s';
  return gLr === dLr ? `${short(gLr)}` : `${short(gLr)} for the generator and ${short(dLr)} for the critic`;
}
