/** The Explore view's words and numbers. */
import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import { exploring } from '../../../src/state/explore.ts';
import { initialState } from '../../../src/state/initialState.ts';
import {
  fromText,
  LARGEST_SEED,
  layersOf,
  lookText,
  scaleLabel,
  scalesOf,
  seedsFrom,
  wholeProblem,
} from '../../../src/ui/explore/exploreText.ts';

const FROM = { nimg: 281_040, preset: 'oasis64', resolution: 64, layers: 10, classes: [] };

describe('the layers of a scale', () => {
  it('are the paper’s from 64 on', () => {
    expect(scalesOf(10).map((scale) => layersOf(scale, 10))).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
      { from: 8, to: 10 },
    ]);
    expect(scaleLabel('coarse', 14)).toBe('Coarse, layers 0 to 3');
    expect(scaleLabel('fine', 14)).toBe('Fine, layers 8 to 13');
  });

  it('share out smaller pictures without gaps, and leave out what has none', () => {
    for (const layers of [2, 4, 6, 8]) {
      const covered = scalesOf(layers).flatMap((scale) => {
        const { from, to } = layersOf(scale, layers);
        return Array.from({ length: to - from }, (_, i) => from + i);
      });
      expect(covered).toEqual(Array.from({ length: layers }, (_, i) => i));
    }
    expect(scalesOf(2)).toEqual(['coarse', 'fine']);
    expect(scaleLabel('coarse', 4)).toBe('Coarse, layer 0');
  });
});

describe('words and numbers', () => {
  it('say where pictures come from, and how they are drawn', () => {
    expect(fromText(FROM)).toBe('from the EMA weights at 281.0 kimg');
    expect(fromText({ ...FROM, file: 'weights.zip' })).toBe('from weights.zip at 281.0 kimg');
    expect(lookText({ psi: 0.7, noise: 'none', className: 'AD' }, FROM)).toBe('psi 0.70, no noise, AD, 281.0 kimg');
  });

  it('keep seeds within what a seed can be', () => {
    expect(seedsFrom(7, 3)).toEqual([7, 8, 9]);
    expect(seedsFrom(LARGEST_SEED, 2)).toEqual([LARGEST_SEED - 1, LARGEST_SEED]);
    expect(wholeProblem(3, 1, 5)).toBeUndefined();
    expect(wholeProblem(2.5, 1, 10_000)).toBe('Take a whole number from 1 to 10,000.');
  });
});

describe('the state of the view', () => {
  it('follows the zip to its end, and keeps what was chosen', () => {
    const chosen = exploring(initialState(), { firstSeed: 5 });
    const half = applyEvent(chosen, { type: 'explore/progress', done: 16, of: 40 });
    expect(half.explore).toEqual({ ...chosen.explore, archive: { done: 16, of: 40 } });
    expect(applyEvent(half, { type: 'explore/progress', done: 40, of: 40 }).explore).toEqual(chosen.explore);
  });
});
