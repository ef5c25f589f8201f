import { expect, test } from 'vitest';
import { type Lifetime, pack } from '../../../../src/gpu/recording/packing.ts';
import { uniforms } from '../../../../src/random/draws.ts';

const lifetime = (size: number, first: number, last: number): Lifetime => ({ size, first, last });

test('what is never alive together shares a slot', () => {
  const { slotOf, slotSizes, peakBytes } = pack([lifetime(8, 0, 1), lifetime(4, 2, 3), lifetime(6, 4, 9)]);
  expect(slotOf).toEqual([0, 0, 0]);
  expect(slotSizes).toEqual([8]);
  expect(peakBytes).toBe(8);
});

test('an operation’s input and output never share one', () => {
  const { slotOf, peakBytes } = pack([lifetime(8, 0, 1), lifetime(8, 1, 2)]);
  expect(slotOf[0]).not.toBe(slotOf[1]);
  expect(peakBytes).toBe(16);
});

test('slots come from largest to smallest, and each takes the smallest that fits', () => {
  const { slotOf, slotSizes } = pack([lifetime(2, 0, 1), lifetime(10, 0, 1), lifetime(2, 2, 3)]);
  expect(slotSizes).toEqual([10, 2]);
  expect(slotOf).toEqual([1, 0, 1]);
});

test('of many made-up lifetimes no two in one slot overlap, each fits, and little is wasted', () => {
  const count = 300;
  const draws = uniforms(5, 999, 0, 3 * count);
  const lifetimes = Array.from({ length: count }, (_, i) => {
    const first = Math.floor((draws[3 * i] as number) * 500);
    return lifetime(
      1 + Math.floor((draws[3 * i + 1] as number) * 1000),
      first,
      first + Math.floor((draws[3 * i + 2] as number) * 40),
    );
  });
  const { slotOf, slotSizes, peakBytes } = pack(lifetimes);
  lifetimes.forEach((a, i) => {
    expect(a.size).toBeLessThanOrEqual(slotSizes[slotOf[i] as number] as number);
    lifetimes.slice(0, i).forEach((b, j) => {
      if (slotOf[i] === slotOf[j]) expect(a.first > b.last || b.first > a.last).toBe(true);
    });
  });
  const alive = Array.from({ length: 540 }, (_, at) =>
    lifetimes.reduce((sum, { size, first, last }) => sum + (first <= at && at <= last ? size : 0), 0),
  );
  expect(peakBytes).toBe(Math.max(...alive));
  const packed = slotSizes.reduce((sum, size) => sum + size, 0);
  expect(packed).toBeGreaterThanOrEqual(peakBytes);
  expect(packed).toBeLessThan(1.5 * peakBytes);
});

test('nothing needs nothing', () => {
  expect(pack([])).toEqual({ slotOf: [], slotSizes: [], peakBytes: 0 });
});
