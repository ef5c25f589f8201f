/** What the page says of a run's health, and the marks that it leaves on the curves. */
import { expect, test } from 'vitest';
import type { HealthEvent, SignalReading } from '../../../src/protocol/judging.ts';
import {
  automaticText,
  bandText,
  keptText,
  signalNumberText,
  troubleText,
  worstFirst,
} from '../../../src/ui/health/healthText.ts';
import { alarmMarks, eventsBetween } from '../../../src/ui/losses/marks.ts';

const reading = (signal: SignalReading['signal'], level: SignalReading['level']): SignalReading => ({
  ...{ signal, level, sentence: '' },
});

test('the worst signal comes first and gives the alarm its title', () => {
  const signals = [reading('diversity', 'healthy'), reading('overfitting', 'watch'), reading('logits', 'alarm')];
  expect(worstFirst(signals).map(({ signal }) => signal)).toEqual(['logits', 'overfitting', 'diversity']);
  expect(troubleText({ signals })).toBe('One network is leaving the other behind');
  expect(troubleText({ signals: signals.slice(0, 2) })).toBe('The critic is learning its slices by heart');
});

test('numbers stand beside their band, and kept checkpoints beside their place', () => {
  expect([0.314, 12.36, 412.7, -0.854].map(signalNumberText)).toEqual(['0.31', '12.4', '413', '−0.85']);
  expect(bandText({ band: { low: 0, high: 0.88 } })).toBe('healthy 0.00 to 0.88');
  expect(keptText({})).toBe('');
  expect(keptText({ healthyNimg: 276_000, bestNimg: 4000 })).toBe(
    'Checkpoints kept: the last healthy one, at 276.0 kimg; the best by metric, at 4.0 kimg.',
  );
  expect(automaticText([])).toBe('Gyrus may by itself: nothing');
  expect(automaticText(['halve-rates', 'double-r1'])).toBe(
    'Gyrus may by itself: double R1 gamma, halve the learning rates',
  );
});

test('an alarm is marked where it begins and ends, and all events are in the table', () => {
  const events: HealthEvent[] = [
    { nimg: 1000, what: 'alarm', sentence: 'Alike.' },
    { nimg: 1500, what: 'remedy', sentence: 'Double R1 gamma, from 1 to 2.' },
    { nimg: 3000, what: 'over', sentence: 'No signal is out of its band.' },
  ];
  expect(alarmMarks(events)).toEqual([
    { kind: 'alarm', kimg: 1, text: 'alarm', short: 'alarm' },
    { kind: 'alarm', kimg: 3, text: 'alarm over', short: 'alarm over' },
  ]);
  expect(eventsBetween(events, 0.5, 1.5)).toBe('alarm: Alike; remedy: Double R1 gamma, from 1 to 2');
});
