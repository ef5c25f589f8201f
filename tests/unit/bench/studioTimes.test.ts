/** What tellings of a run say of its speed, and what asking and measuring cost it. */
import { expect, test } from 'vitest';
import {
  askedRow,
  measuredRow,
  stretchAround,
  stretchBetween,
  stretchesBeside,
  windowRow,
} from '../../../bench/studioTimes.ts';

const BATCH = 8;
/** Ten milliseconds a step, but five steps of 20 ms from 300 ms on. */
const tellings = [0, 100, 200, 300, 400, 500, 600].map((at) => ({
  at,
  nimg: BATCH * (at <= 300 ? at / 10 : 30 + Math.min(5, (at - 300) / 20) + Math.max(0, (at - 400) / 10)),
}));

test('a stretch is the time and the steps between two tellings', () => {
  expect(stretchBetween({ at: 100, nimg: 80 }, { at: 160, nimg: 104 }, BATCH)).toEqual({ ms: 60, steps: 3 });
});

test('what happened between tellings is measured from the one before to the one after', () => {
  expect(stretchAround(tellings, { from: 310, to: 390 }, BATCH)).toEqual({ ms: 100, steps: 5 });
  expect(stretchAround(tellings, { from: 310, to: 610 }, BATCH)).toBeUndefined();
  expect(stretchAround(tellings, { from: -1, to: 50 }, BATCH)).toBeUndefined();
});

test('between measurements only whole tellings count, and never a stretch without a step', () => {
  const measurement = (began: number, ended: number) => ({ began, ended, pictures: 64 });
  const three = [measurement(10, 90), measurement(310, 390), measurement(395, 450)];
  expect(stretchesBeside(tellings, three, BATCH)).toEqual([{ ms: 200, steps: 20 }]);
  expect(stretchesBeside(tellings, three.slice(0, 1), BATCH)).toEqual([]);
});

test('windows beside training alone: above 1, steps are slower', () => {
  const windows = [
    { ms: 300, steps: 10 },
    { ms: 150, steps: 10 },
    { ms: 200, steps: 10 },
  ];
  expect(windowRow('dragged', 'how', windows, 10)).toEqual({
    ...{ what: 'dragged', how: 'how', times: 3, msAStep: 20, besideAlone: 2 },
  });
  expect(windowRow('alone', 'how', windows)).not.toHaveProperty('besideAlone');
});

test('steps in flight when a picture is asked for are not late, one more is', () => {
  const asked = (steps: number) => ({ waitMs: 4, drawMs: 6, steps });
  expect(askedRow('one', 'how', [asked(2), asked(1)], 2)).toMatchObject({ lateSteps: 0, wholeMs: 10, waitMs: 4 });
  expect(askedRow('one', 'how', [asked(2), asked(3)], 2).lateSteps).toBe(1);
});

test('a measurement loses what its steps took longer, spread over the steps from one to the next', () => {
  const measured = [{ measurement: { began: 310, ended: 390, pictures: 64 }, around: { ms: 100, steps: 5 } }];
  const about = { batch: BATCH, msAlone: 10 };
  // 125 steps a kimg.
  expect(measuredRow('measured', 'how', measured, { everyKimg: 1, ...about })).toEqual({
    ...{ what: 'measured', how: 'how', times: 1, msAStep: 20, wholeMs: 80, lostMs: 50 },
    besideAlone: 1 + 50 / 1250,
  });
  // One that takes longer than its schedule is followed by the next at once.
  const [{ measurement }] = measured as [(typeof measured)[number]];
  const slow = [{ measurement, around: { ms: 4000, steps: 200 } }];
  expect(measuredRow('measured', 'how', slow, { everyKimg: 1, ...about }).besideAlone).toBe(2);
});
