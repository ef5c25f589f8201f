/**
 * What may help a run that is not doing well, as changes that it can take while it trains, gentlest first. More critic
 * steps come last: they take time from the generator, which the others do not. It takes none of them itself.
 */
import { type HealthSignal, REMEDY_KINDS, type Remedy, type RemedyKind } from '../protocol/judging.ts';
import type { TickRecord } from '../protocol/stats.ts';
import type { PerResolution, TrainConfig } from '../protocol/trainConfig.ts';

/**
 * What helps against what each signal shows. More critic steps do where the generator outruns the critic: it then gets past
 * with few pictures, or with wrong ones, and a critic that is nearer to its best sees what is missing.
 * @see Metz 2017, "Unrolled generative adversarial networks"
 */
const HELPS: Readonly<Record<HealthSignal, readonly RemedyKind[]>> = {
  diversity: ['double-r1', 'halve-rates', 'more-critic'],
  distance: ['double-r1', 'halve-rates', 'more-critic'],
  rank: ['double-r1', 'halve-rates', 'more-critic'],
  overfitting: ['raise-augment', 'double-r1'],
  logits: ['raise-augment', 'double-r1', 'halve-rates', 'more-critic'],
  gradients: ['double-r1', 'halve-rates'],
};
/**
 * Beside these a critic takes no more steps: one that learns its slices by heart would know them better yet, and one whose
 * gradients are out of hand would go further wrong.
 */
const AGAINST_MORE_CRITIC: readonly HealthSignal[] = ['overfitting', 'gradients'];
/** What WGAN and WGAN-GP take; beyond it a kimg has hardly a generator step left. @see Gulrajani 2017 */
const MOST_CRITIC_STEPS = 5;
/** A step of p, and where augmentations begin to show in the pictures. @see Karras 2020, section 3 */
const AUGMENT_STEP = 0.2;
const MOST_AUGMENT = 0.8;
/** ADA's target goes down with it, or p would come back. */
const TARGET_STEP = 0.1;
const LOWEST_TARGET = 0.2;
const DIGITS = 3;

/** How the run stands. */
interface Standing {
  readonly config: TrainConfig;
  /** Where the adaptive p is now. */
  readonly ticks: readonly TickRecord[];
  /** The critic tells less than it used to: the only case in which more of its steps help. */
  readonly isCriticBehind: boolean;
}

/** For the signals that are not well; [] for none. */
export function remediesFor(signals: readonly HealthSignal[], standing: Standing): readonly Remedy[] {
  const isBarred = signals.some((signal) => AGAINST_MORE_CRITIC.includes(signal));
  const kinds = REMEDY_KINDS.filter((kind) => signals.some((signal) => HELPS[signal].includes(kind)));
  return kinds.flatMap((kind) => (kind === 'more-critic' && isBarred ? [] : (remedyOf(kind, standing) ?? [])));
}

function remedyOf(kind: RemedyKind, { config, ticks, isCriticBehind }: Standing): Remedy | undefined {
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
      return isCriticBehind ? moreCritic(config) : undefined;
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

function moreCritic({ nCritic: now }: TrainConfig): Remedy | undefined {
  const next = Math.min(MOST_CRITIC_STEPS, 2 * now);
  if (next <= now) return undefined;
  const label = `Take more critic steps, from ${short(now)} to ${short(next)} a generator step`;
  return { kind: 'more-critic', label, changes: { nCritic: next } };
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
