/** Thinning keeps every extreme of a bucket, both ends, and never more points than it promises. */
import { describe, expect, it } from 'vitest';
import { thinIndices } from '../../../src/ui/losses/thin.ts';

describe('thinIndices', () => {
  it('keeps everything that fits', () => {
    expect([...thinIndices([[3, 1, 2]], 3, 10)]).toEqual([0, 1, 2]);
  });

  it('keeps a single spike and a single dip among ten thousand points', () => {
    const up = new Float32Array(10_000).fill(1);
    const down = new Float32Array(10_000).fill(1);
    up[4321] = 99;
    down[8765] = -99;
    const kept = thinIndices([up, down], 10_000, 200);
    expect(kept).toContain(4321);
    expect(kept).toContain(8765);
    expect(kept[0]).toBe(0);
    expect(kept.at(-1)).toBe(9999);
    expect(kept.length).toBeLessThanOrEqual(200 * 2 * 2 + 2);
    expect([...kept]).toEqual([...kept].sort((a, b) => a - b));
  });

  it('keeps the extremes of each bucket', () => {
    const wave = Float64Array.from({ length: 1000 }, (_, index) => Math.sin(index / 7));
    const buckets = 10;
    const kept = new Set(thinIndices([wave], 1000, buckets));
    for (let bucket = 0; bucket < buckets; bucket++) {
      const part = wave.subarray(bucket * 100, (bucket + 1) * 100);
      expect(kept.has(bucket * 100 + part.indexOf(Math.min(...part)))).toBe(true);
      expect(kept.has(bucket * 100 + part.indexOf(Math.max(...part)))).toBe(true);
    }
  });

  it('passes over values that are not finite', () => {
    const values = new Float32Array(1000).fill(Number.NaN);
    values[500] = 2;
    values[501] = Number.POSITIVE_INFINITY;
    expect([...thinIndices([values], 1000, 4)]).toEqual([0, 500, 999]);
  });

  it('gives nothing for nothing', () => {
    expect(thinIndices([[], []], 0, 100)).toHaveLength(0);
  });
});
