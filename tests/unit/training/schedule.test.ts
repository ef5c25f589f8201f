import { expect, test } from 'vitest';
import { planStages } from '../../../src/protocol/plan.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import { batchOrder } from '../../../src/training/data/order.ts';
import { crossed, sheetIsDue } from '../../../src/training/loop.ts';
import { emaBeta, scheduleAt } from '../../../src/training/schedule.ts';

const config = { ...configOf({ preset: 'tiny' }), batch: { 4: 8, 8: 4 }, gLr: { 4: 0.01, 8: 0.002 } };
const stages = planStages(config, 100); // 4 px: 0..504, 8 px: 504..1004, fading to 754

test.each([
  [0, 4, 1, 8, 0.01],
  [503, 4, 1, 8, 0.01],
  [504, 8, 0, 4, 0.002],
  [629, 8, 0.5, 4, 0.002],
  [754, 8, 1, 4, 0.002],
  [5000, 8, 1, 4, 0.002],
])('at %i reals: %i px, alpha %d, batch %i, rate %d', (nimg, resolution, alpha, batch, gLr) => {
  const moment = scheduleAt(config, stages, nimg);
  expect(moment).toMatchObject({ resolution, batch, gLr });
  expect(moment.alpha).toBeCloseTo(alpha, 2);
});

test('the average copies at first, ramps, then keeps its half-life', () => {
  expect(emaBeta({ emaKimg: 0.5, emaRamp: 0.05 }, 16, 0)).toBe(0);
  expect(emaBeta({ emaKimg: 0.5, emaRamp: 0.05 }, 16, 1000)).toBeCloseTo(0.5 ** (16 / 50));
  expect(emaBeta({ emaKimg: 0.5, emaRamp: 0.05 }, 16, 1_000_000)).toBeCloseTo(0.5 ** (16 / 500));
  expect(emaBeta({ emaKimg: 0.5, emaRamp: 0 }, 16, 0)).toBeCloseTo(0.5 ** (16 / 500));
  expect(emaBeta({ emaKimg: 0, emaRamp: 0.05 }, 16, 1000)).toBe(0);
});

test('each epoch shows every slice once, in an order of its own', () => {
  const first = [...batchOrder(7, 10)(0, 10)];
  const second = [...batchOrder(7, 10)(10, 10)];
  expect(first.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(second).not.toEqual(first);
  expect([...batchOrder(7, 10)(6, 8)]).toEqual([...first.slice(6), ...second.slice(0, 4)]);
});

test('sheets come each epoch, at least every 4 kimg, and not at every step of a tiny data set', () => {
  expect(sheetIsDue(450, 466, 461)).toBe(true);
  expect(sheetIsDue(3990, 4006, 50_000)).toBe(true);
  expect(sheetIsDue(60, 76, 65)).toBe(false);
  expect(sheetIsDue(250, 266, 65)).toBe(true);
  expect(crossed(16, 32, 32)).toBe(true);
  expect(crossed(0, 16, 32)).toBe(false);
});
