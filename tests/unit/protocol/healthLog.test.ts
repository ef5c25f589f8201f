/** What a run's health log says: whether an alarm is on, what Gyrus may do about it, and what can be taken back. */
import { expect, test } from 'vitest';
import { alarmIn, automaticRemedy, REMEDY_REST_NIMG, undoableIn } from '../../../src/protocol/healthLog.ts';
import type { Health, HealthEvent, RemedyKind } from '../../../src/protocol/judging.ts';
import { configOf } from '../../../src/protocol/validate.ts';

const event = (what: HealthEvent['what'], nimg: number): HealthEvent => ({ what, nimg, sentence: `${what}.` });
const remedy = (kind: RemedyKind, nimg: number, from: number, to: number): HealthEvent => ({
  ...event('remedy', nimg),
  remedy: { kind, automatic: true, from: { r1Gamma: from }, to: { r1Gamma: to } },
});
const health = (nimg: number): Health => ({
  ...{ nimg, level: 'alarm', reason: '', sinceNimg: 0, signals: [] },
  remedies: (['raise-augment', 'double-r1', 'halve-rates'] as const).map((kind) => ({
    kind,
    label: kind,
    changes: {},
  })),
});
const configWith = (r1Gamma: number) => configOf({ preset: 'tiny', r1Gamma });

test('an alarm is on from its beginning to its end, or to a return', () => {
  const alarm = event('alarm', 10);
  expect(alarmIn([])).toBeUndefined();
  expect(alarmIn([alarm])).toMatchObject({ nimg: 10, sentence: 'alarm.', taken: [], hasUndone: false });
  expect(alarmIn([alarm, event('over', 20)])).toBeUndefined();
  expect(alarmIn([alarm, event('back', 5)])).toBeUndefined();
  expect(alarmIn([alarm, event('over', 20), event('alarm', 30)])?.nimg).toBe(30);
});

test('the last remedy that stands can be taken back, unless its settings were changed since', () => {
  const events = [event('alarm', 1), remedy('double-r1', 2, 1, 2), remedy('double-r1', 3, 2, 4)];
  expect(undoableIn(events, configWith(4))?.changes).toEqual({ r1Gamma: 2 });
  expect(undoableIn(events, configWith(3))).toBeUndefined();
  const undone = [...events, event('undone', 4)];
  expect(undoableIn(undone, configWith(2))?.changes).toEqual({ r1Gamma: 1 });
  expect(undoableIn([...undone, event('undone', 5)], configWith(1))).toBeUndefined();
  expect(alarmIn(undone)?.taken).toHaveLength(1);
});

test('Gyrus takes the gentlest that is allowed, each once an alarm, rests in between, and not after an undo', () => {
  const both = ['halve-rates', 'double-r1'] as const;
  const begun = [event('alarm', 0)];
  expect(automaticRemedy(health(0), begun, [])).toBeUndefined();
  expect(automaticRemedy(health(0), [], both)).toBeUndefined();
  expect(automaticRemedy(health(0), begun, both)).toBe('double-r1');
  const taken = [...begun, remedy('double-r1', 0, 1, 2)];
  expect(automaticRemedy(health(REMEDY_REST_NIMG - 1), taken, both)).toBeUndefined();
  expect(automaticRemedy(health(REMEDY_REST_NIMG), taken, both)).toBe('halve-rates');
  expect(automaticRemedy(health(REMEDY_REST_NIMG), taken, ['double-r1'])).toBeUndefined();
  expect(automaticRemedy(health(REMEDY_REST_NIMG), [...taken, event('undone', 9)], both)).toBeUndefined();
  expect(automaticRemedy({ ...health(0), level: 'watch' }, begun, both)).toBeUndefined();
});
