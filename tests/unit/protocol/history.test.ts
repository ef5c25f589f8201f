/** Thinning as entries come one by one and all at once: bounds, ends, spread, roundness. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinned } from '../../../src/protocol/history.ts';

const positions = fc.array(fc.nat({ max: 10_000_000 }), { maxLength: 200 });
const most = fc.integer({ min: 2, max: 60 });

/** A history that is thinned whenever an entry comes. */
function grown(entries: readonly number[], bound: number): number[] {
  let kept: number[] = [];
  for (const entry of entries) kept = thinned([...kept, entry], bound);
  return kept;
}

function gaps(kept: readonly number[]): number[] {
  return kept.slice(1).map((nimg, at) => nimg - (kept[at] as number));
}

/** Steps of uneven lengths, as when batch and epoch change. */
const unevenSteps = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 100, maxLength: 600 });

describe('thinned', () => {
  it('keeps the first, the last and no more than it may, all of them its own', () => {
    fc.assert(
      fc.property(positions, most, (all, bound) => {
        const kept = thinned(all, bound);
        const distinct = [...new Set(all)].sort((a, b) => a - b);
        expect(kept.length).toBe(Math.min(bound, distinct.length));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect(distinct).toEqual(expect.arrayContaining(kept));
        expect(kept[0]).toBe(distinct[0]);
        expect(kept.at(-1)).toBe(distinct.at(-1));
      }),
    );
  });

  it('gives the same for any order, and leaves alone what is few enough', () => {
    fc.assert(
      fc.property(positions, most, (all, bound) => {
        const kept = thinned(all, bound);
        expect(thinned([...all].reverse(), bound)).toEqual(kept);
        expect(thinned(kept, bound)).toEqual(kept);
      }),
    );
  });

  it('stays spread while it grows, with the latest quarter whole', () => {
    fc.assert(
      fc.property(unevenSteps, fc.integer({ min: 12, max: 60 }), (steps, bound) => {
        let nimg = 0;
        const entries = [0];
        for (const step of steps) {
          nimg += step;
          entries.push(nimg);
        }
        const kept = grown(entries, bound);
        expect(kept[0]).toBe(0);
        expect(kept.length).toBe(Math.min(bound, entries.length));
        const recent = Math.floor(bound / 4);
        expect(kept.slice(-recent)).toEqual(entries.slice(-recent));
        // No gap is wider than a few times what an even spread would have, or than two entries ever were apart.
        const even = nimg / (bound - recent);
        expect(Math.max(...gaps(kept))).toBeLessThanOrEqual(4 * Math.max(even, ...steps));
      }),
    );
  });

  it('prefers round ones: of a sheet each 100 slices it keeps mostly whole kimg', () => {
    const kept = grown(
      Array.from({ length: 1000 }, (_, at) => at * 100),
      40,
    );
    const middle = kept.slice(1, -10);
    const wholeKimg = middle.filter((nimg) => nimg % 1000 === 0);
    expect(wholeKimg.length).toBeGreaterThan(0.8 * middle.length);
    expect(kept).toEqual(expect.arrayContaining([4000, 16_000, 32_000, 40_000]));
  });

  it('refuses to keep fewer than the two ends', () => {
    expect(() => thinned([1, 2, 3], 1)).toThrow('2 entries or more');
  });
});
