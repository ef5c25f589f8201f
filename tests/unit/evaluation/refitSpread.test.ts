/** What refitting adds to chance: labels permuted by subject, ridge scores by hand, and the spread of few pictures. */
import { expect, test } from 'vitest';
import { featuresOf } from '../../../src/evaluation/features.ts';
import { refitSpread } from '../../../src/evaluation/refitSpread.ts';
import { ridgeScores } from '../../../src/evaluation/ridgeScores.ts';
import { foldsOf, permutedLabels, subjectsOf } from '../../../src/evaluation/subjectFolds.ts';
import { normals } from '../../../src/random/draws.ts';

/** A stream of the tests alone. */
const TEST_SPREAD = 994;

test('labels are exchanged between whole subjects, or within one of both kinds', () => {
  const subjects = subjectsOf([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4]);
  const labels = Uint8Array.from([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1]);
  const seen = new Set<string>();
  for (let round = 1; round <= 40; round++) {
    const changed = permutedLabels(subjects, labels, 3, round);
    seen.add(changed.join(''));
    const pure = subjects.slice(0, 4).map(([i, j]) => {
      expect(changed[i as number]).toBe(changed[j as number]);
      return changed[i as number];
    });
    expect(pure.toSorted()).toEqual([0, 0, 1, 1]);
    expect([...changed.slice(8)].toSorted()).toEqual([0, 0, 0, 1]);
  }
  // Six ways for the four, four for the one.
  expect(seen.size).toBeGreaterThan(12);
  expect(seen.size).toBeLessThanOrEqual(24);
});

test('ridge scores of one feature are those by hand', () => {
  const train = featuresOf(Float32Array.from([-1, -1, 1, 1]), 1, 'one');
  const scores = ridgeScores(train, featuresOf(Float32Array.from([-2, 0, 3]), 1, 'one'))([0, 0, 1, 1]);
  // Slope sum(x y) / (sum(x x) + 4) = 2 / 8, offset 1 / 2.
  [0, 0.5, 1.25].forEach((expected, i) => {
    expect(scores[i]).toBeCloseTo(expected, 12);
  });
});

test('with many features and few pictures refitting spreads areas by more than a fifth', () => {
  const [width, count] = [128, 20];
  const both = featuresOf(normals(7, TEST_SPREAD, width, 2 * count * width), width, 'normals');
  const subjects = subjectsOf(Array.from({ length: 2 * count }, (_, i) => i));
  const labels = Uint8Array.from({ length: 2 * count }, (_, i) => Number(i >= count));
  const { widening } = refitSpread(both, { subjects, labels }, foldsOf(subjects, 1), 1);
  expect(widening).toBeGreaterThan(1.2);
  expect(widening).toBeLessThan(1.8);
});
