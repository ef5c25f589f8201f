/** Recorded readings of a run's health: all well, one signal to be watched, an alarm with and without remedies. Synthetic numbers. */
import type { LiveChange, TrainerEvent } from '../../src/protocol/events.ts';
import type { Health, HealthEvent, HealthLevel, SignalReading, StopAdvice } from '../../src/protocol/judging.ts';
import { RECORDED_CONFIG, RECORDED_RUN_ID, recordedPreparation, recordedRun } from './recordedRun.ts';

const runId = RECORDED_RUN_ID;
const REACHED_KIMG = 21;
const NIMG = REACHED_KIMG * 1000;
const ALARM_NIMG = 19_000;
const REMEDY_NIMG = 19_600;
const HEALTHY_NIMG = 16_000;

const SIGNALS: readonly SignalReading[] = [
  {
    ...{ signal: 'diversity', level: 'healthy', value: 0.31, band: { low: 0, high: 0.42 }, nimg: 20_000 },
    sentence: 'Pairs of generated pictures are alike to 0.31 (MS-SSIM), pairs of real ones to 0.29.',
  },
  {
    ...{ signal: 'distance', level: 'healthy', value: 12.4, band: { low: 0, high: 21.6 }, nimg: 20_000 },
    sentence: 'The sliced Wasserstein distance to reals is 12.4 × 10³, and was 13.1 × 10³ before.',
  },
  { signal: 'rank', level: 'unknown', sentence: 'Not measured yet.' },
  {
    ...{ signal: 'overfitting', level: 'healthy', value: 0.42, band: { low: 0, high: 0.88 }, nimg: NIMG },
    sentence: 'Overfitting r = 0.42 of 1: the critic does not know its slices by heart.',
  },
  {
    ...{ signal: 'logits', level: 'healthy', value: 1.9, band: { low: 0, high: 8 }, nimg: NIMG },
    sentence: 'The critic scores real slices 1.9 above generated ones.',
  },
  { signal: 'gradients', level: 'unknown', sentence: 'This run reports no gradients.' },
];

const ADVICE: StopAdvice = {
  kind: 'go-on',
  sentence: 'Sliced Wasserstein, mean of levels fell from 18.2 at 12.0 kimg to 12.4 at 20.0 kimg; 9.0 kimg are left.',
  best: { nimg: 20_000, metric: 'swd', value: 12.4 },
};

const ALIKE =
  'Pairs of generated pictures are alike to 0.71 (MS-SSIM), pairs of real ones to 0.29: the generator repeats itself.';

/** One signal changed. */
function withSignal(changed: SignalReading): readonly SignalReading[] {
  return SIGNALS.map((reading) => (reading.signal === changed.signal ? changed : reading));
}

function healthOf(level: HealthLevel, reason: string, signals: readonly SignalReading[]): Health {
  const kept = { healthyNimg: HEALTHY_NIMG, bestNimg: HEALTHY_NIMG };
  return {
    nimg: NIMG,
    level,
    reason,
    sinceNimg: level === 'healthy' ? 3000 : ALARM_NIMG,
    signals,
    remedies: [],
    ...kept,
  };
}

const told = (health: Health, events: readonly HealthEvent[]): TrainerEvent => ({
  ...{ type: 'run/health', runId, health, events },
  advice: health.level === 'alarm' ? { ...ADVICE, kind: 'alarm', sentence: 'See to the alarm first.' } : ADVICE,
});

export const recordedHealthy = (): TrainerEvent =>
  told(healthOf('healthy', 'No signal is out of its band.', SIGNALS), []);

function recordedWatch(): TrainerEvent {
  const sentence =
    'Overfitting r = 0.90 of 1: the critic is sure of nearly all training slices. Augmentation is at p = 0.31.';
  const signals = withSignal({
    ...{ signal: 'overfitting', level: 'watch', value: 0.9, band: { low: 0, high: 0.88 }, nimg: NIMG, sentence },
  });
  return told(healthOf('watch', sentence, signals), []);
}

const ALARM: HealthEvent = { nimg: ALARM_NIMG, what: 'alarm', sentence: ALIKE };
const REMEDY: HealthEvent = {
  ...{ nimg: REMEDY_NIMG, what: 'remedy', sentence: 'By Gyrus itself: Double R1 gamma, from 0.3 to 0.6.' },
  remedy: { kind: 'double-r1', automatic: true, from: { r1Gamma: 0.3 }, to: { r1Gamma: 0.6 } },
};

function alarmHealth(r1Gamma: number): Health {
  const reading = { signal: 'diversity', level: 'alarm', value: 0.71, band: { low: 0, high: 0.42 } } as const;
  const signals = withSignal({ ...reading, nimg: 20_000, sentence: ALIKE });
  const doubled = 2 * r1Gamma;
  return {
    ...healthOf('alarm', ALIKE, signals),
    remedies: [
      { kind: 'double-r1', label: `Double R1 gamma, from ${r1Gamma} to ${doubled}`, changes: { r1Gamma: doubled } },
      { kind: 'halve-rates', label: 'Halve both learning rates, to 0.001', changes: { gLr: 0.001, dLr: 0.001 } },
    ],
  };
}

/** The alarm as it begins. */
export const recordedAlarm = (): TrainerEvent => told(alarmHealth(0.3), [ALARM]);

/** After Gyrus took a remedy by itself; the first event changes the setting. */
export function recordedRemedy(): readonly [changed: TrainerEvent, told: TrainerEvent] {
  const change: LiveChange = { nimg: REMEDY_NIMG, field: 'r1Gamma', from: 0.3, to: 0.6, because: ALIKE };
  const config = { ...RECORDED_CONFIG, r1Gamma: 0.6 };
  return [{ type: 'run/changed', runId, config, changes: [change] }, told(alarmHealth(0.6), [ALARM, REMEDY])];
}

const during = () => [...recordedPreparation(), ...recordedRun(REACHED_KIMG)];

/** What the page shows at each moment. */
export const HEALTH_MOMENTS: Readonly<Record<string, () => readonly (TrainerEvent | undefined)[]>> = {
  healthy: () => [...during(), recordedHealthy()],
  watch: () => [...during(), recordedWatch()],
  alarm: () => [...during(), recordedAlarm()],
  remedy: () => [...during(), ...recordedRemedy()],
};
