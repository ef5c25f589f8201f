/** Smoothing starts at the first value, stays among the values, and passes over what is not finite. */
import { describe, expect, it } from 'vitest';
import { smooth } from '../../../src/ui/losses/smooth.ts';

describe('smooth', () => {
  it('is the series itself at weight 0', () => {
    expect([...smooth([3, -1, 4], 3, 0)]).toEqual([3, -1, 4]);
  });

  it('starts at the first value and leaves a constant alone', () => {
    const result = smooth([2.5, 2.5, 2.5, 2.5], 4, 0.99);
    for (const value of result) expect(value).toBeCloseTo(2.5, 12);
  });

  it('weighs the past as stated', () => {
    // weights 0.5 * 0.5 and 0.5, over their sum 0.75
    expect(smooth([1, 4], 2, 0.5)[1]).toBeCloseTo((0.25 * 1 + 0.5 * 4) / 0.75, 12);
  });

  it('is NaN before the first value and holds over gaps', () => {
    const result = smooth([Number.NaN, 2, Number.NaN, Number.POSITIVE_INFINITY], 4, 0.9);
    expect(result[0]).toBeNaN();
    expect([...result.subarray(1)]).toEqual([2, 2, 2].map((value) => expect.closeTo(value, 12)));
  });

  it('reads only the given length', () => {
    expect(smooth([1, 2, 3], 2, 0)).toHaveLength(2);
  });
});
