/** Chart scales: the log scale is odd and monotonic and keeps zero; ticks are round and enclose the data. */
import { describe, expect, it } from 'vitest';
import {
  extent,
  LINEAR_WITHIN,
  linearScale,
  roundTicks,
  symlog,
  symlogScale,
} from '../../../src/ui/losses/lossScale.ts';

describe('symlog', () => {
  it('keeps zero, mirrors negative values and never turns back', () => {
    expect(symlog(0)).toBe(0);
    let last = symlog(-1000);
    for (let value = -999; value < 1000; value += 0.5) {
      expect(symlog(-value)).toBeCloseTo(-symlog(value), 12);
      expect(symlog(value)).toBeGreaterThan(last);
      last = symlog(value);
    }
  });

  it('gains one for each decade far above its linear part', () => {
    expect(symlog(LINEAR_WITHIN * 1e7) - symlog(LINEAR_WITHIN * 1e6)).toBeCloseTo(1, 5);
  });
});

describe('roundTicks', () => {
  it('encloses the data with round steps', () => {
    expect(roundTicks(0.05, 1.93, 5)).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(roundTicks(-1.7, 1.2, 5)).toEqual([-2, -1, 0, 1, 2]);
    expect(roundTicks(0, 281, 6)).toEqual([0, 50, 100, 150, 200, 250, 300]);
    expect(roundTicks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('makes room around a single value', () => {
    const ticks = roundTicks(4, 4, 5);
    expect(ticks[0]).toBeLessThan(4);
    expect(ticks.at(-1)).toBeGreaterThan(4);
  });
});

describe('scales', () => {
  it('has every linear tick within its ends', () => {
    const scale = linearScale(-0.3, 2.2);
    expect(scale.low).toBeLessThanOrEqual(-0.3);
    expect(scale.high).toBeGreaterThanOrEqual(2.2);
  });

  it('labels zero and signed powers of ten on the log scale, and encloses the data', () => {
    const scale = symlogScale(-5, 30);
    expect(scale.ticks).toEqual([-1, -0.1, 0, 0.1, 1, 10]);
    expect(scale.low).toBe(symlog(-5));
    expect(scale.high).toBe(symlog(50));
    for (const tick of scale.ticks) {
      expect(scale.place(tick)).toBeGreaterThanOrEqual(scale.low);
      expect(scale.place(tick)).toBeLessThanOrEqual(scale.high);
    }
  });

  it('spends the log scale on the values there are', () => {
    expect(symlogScale(0.8, 1.7).ticks).toEqual([0.5, 1, 2]);
    expect(symlogScale(0.01, 0.03).ticks).toEqual([0, 0.1]);
    expect(symlogScale(-3, -1.5).ticks).toEqual([-5, -2, -1]);
  });

  it('has room where all values are zero', () => {
    const scale = symlogScale(0, 0);
    expect(scale.high).toBeGreaterThan(scale.low);
  });
});

describe('extent', () => {
  it('looks at finite values of the given points only', () => {
    expect(extent([1, Number.NaN, -9], [0, 1])).toEqual([1, 1]);
    expect(extent([1, 5, -9], [0, 1, 2])).toEqual([-9, 5]);
    expect(extent([Number.NaN], [0])).toBeUndefined();
  });
});
