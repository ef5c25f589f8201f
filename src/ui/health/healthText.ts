/** What the page says of a run's health: names, words and numbers. Pure; it judges nothing and draws nothing. */
import { alarmIn } from '../../protocol/healthLog.ts';
import type {
  Health,
  HealthEvent,
  HealthLevel,
  HealthSignal,
  RemedyKind,
  SignalReading,
} from '../../protocol/judging.ts';
import { decimalText } from '../kit/format.ts';
import type { IconName } from '../kit/Icon.tsx';
import { positionText } from '../status/statusText.ts';

interface SignalWords {
  readonly name: string;
  /** What its number is. */
  readonly number: string;
  /** What has happened where it is out of its band, as a title. */
  readonly trouble: string;
}

const ALIKE = 'The generated pictures are becoming alike';
export const SIGNAL_WORDS: Readonly<Record<HealthSignal, SignalWords>> = {
  diversity: { name: 'Diversity', number: 'MS-SSIM of pairs', trouble: ALIKE },
  distance: {
    name: 'Distance',
    number: 'sliced Wasserstein',
    trouble: 'The generated pictures are moving away from the real ones',
  },
  rank: { name: 'Features', number: 'effective rank', trouble: ALIKE },
  overfitting: { name: 'Overfitting', number: 'r', trouble: 'The critic is learning its slices by heart' },
  logits: { name: 'Scores', number: 'gap, real to generated', trouble: 'One network is leaving the other behind' },
  gradients: { name: 'Gradients', number: 'ratio', trouble: 'The gradients are out of balance' },
};

/** The level in a word and a shape: colour is never alone. */
export const LEVEL_WORDS: Readonly<Record<HealthLevel, { readonly word: string; readonly icon: IconName }>> = {
  unknown: { word: 'Not known yet', icon: 'info' },
  healthy: { word: 'Healthy', icon: 'check' },
  watch: { word: 'Watch', icon: 'watch' },
  alarm: { word: 'Alarm', icon: 'act' },
};

/** What Gyrus may do by itself, after "Gyrus may by itself". */
export const AUTOMATIC_REMEDIES: readonly { readonly kind: RemedyKind; readonly words: string }[] = [
  { kind: 'raise-augment', words: 'raise the augmentation’s p' },
  { kind: 'double-r1', words: 'double R1 gamma' },
  { kind: 'halve-rates', words: 'halve the learning rates' },
  { kind: 'more-critic', words: 'take more critic steps' },
];

/** "Gyrus may by itself: nothing". */
export function automaticText(allowed: readonly RemedyKind[]): string {
  const words = AUTOMATIC_REMEDIES.filter(({ kind }) => allowed.includes(kind)).map((remedy) => remedy.words);
  return `Gyrus may by itself: ${words.length > 0 ? words.join(', ') : 'nothing'}`;
}

/** Alarms, then what is to be watched, then all else, each in its order: the pane is lower than the list. */
export function worstFirst(signals: readonly SignalReading[]): readonly SignalReading[] {
  const place = ({ level }: SignalReading) => (level === 'alarm' ? 0 : level === 'watch' ? 1 : 2);
  return signals.toSorted((a, b) => place(a) - place(b));
}

/** What is wrong, as a title: the worst signal's. */
export function troubleText({ signals }: Pick<Health, 'signals'>): string {
  const worst = signals.find(({ level }) => level === 'alarm') ?? signals.find(({ level }) => level === 'watch');
  return worst ? SIGNAL_WORDS[worst.signal].trouble : 'The run is not well';
}

/** Digits that tell a value from its band, and no more. */
const DECIMALS = [
  { from: 100, decimals: 0 },
  { from: 10, decimals: 1 },
];
const MOST_DECIMALS = 2;

export function signalNumberText(value: number): string {
  const decimals = DECIMALS.find(({ from }) => Math.abs(value) >= from)?.decimals ?? MOST_DECIMALS;
  return decimalText(value, decimals);
}

/** "healthy 0.00 to 0.88"; undefined where there is no band. */
export function bandText({ band }: Pick<SignalReading, 'band'>): string | undefined {
  return band && `healthy ${signalNumberText(band.low)} to ${signalNumberText(band.high)}`;
}

/** What was done about the alarm that is on, oldest first. */
export function doneText(events: readonly HealthEvent[]): string {
  const taken = alarmIn(events)?.taken ?? [];
  return taken.map(({ nimg, sentence }) => `At ${positionText(nimg)} kimg: ${sentence}`).join(' ');
}

/** Where the kept saves are, as sentences; '' where none is kept. */
export function keptText({ healthyNimg, bestNimg }: Pick<Health, 'healthyNimg' | 'bestNimg'>): string {
  const healthy = healthyNimg === undefined ? [] : [`the last healthy one, at ${positionText(healthyNimg)} kimg`];
  const best = bestNimg === undefined ? [] : [`the best by metric, at ${positionText(bestNimg)} kimg`];
  const kept = [...healthy, ...best];
  return kept.length > 0 ? `Checkpoints kept: ${kept.join('; ')}.` : '';
}
