import { expect, test } from 'vitest';
import { median } from '../../../bench/statistics.ts';

test('the median is the middle value, in whatever order', () => {
  expect(median([30, 10, 20])).toBe(20);
  expect(median([40, 10, 30, 20])).toBe(25);
  expect(median([7])).toBe(7);
});

test('nothing has no median, and the values are left as they were', () => {
  expect(median([])).toBeNaN();
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});
