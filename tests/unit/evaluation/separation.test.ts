import { expect, test } from 'vitest';
import { classifierAuc } from '../../../src/evaluation/classifierAuc.ts';
import { chosenFeatures, featuresOf } from '../../../src/evaluation/features.ts';
import { fitLogistic } from '../../../src/evaluation/logisticRegression.ts';
import { rankAuc } from '../../../src/evaluation/rankAuc.ts';
import { silhouette, silhouettes } from '../../../src/evaluation/silhouette.ts';
import { oneNearestTest } from '../../../src/evaluation/twoSample.ts';
import golden from '../../golden/metrics-reference.json' with { type: 'json' };
import { COUNT, vectors } from './madeUp.ts';

const a = vectors(0);
const b = vectors(1);
const c = vectors(2, 0.9, 0.2);
const apart = vectors(2, 0.9, 3);
/** The reference's folds: five groups, the same in both sets. */
const five = Array.from({ length: COUNT }, (_, i) => (i % 30) % 5);
const groups = { first: five, second: five };

test.each([
  ['like', b, golden.like],
  ['unlike', c, golden.unlike],
] as const)(
  '%s sets have scipy’s share of right neighbours and scikit-learn’s area under the curve',
  (_, other, expected) => {
    expect(oneNearestTest(a, other).accuracy).toBeCloseTo(expected.oneNearest, 12);
    expect(classifierAuc(a, other, groups).auc).toBeCloseTo(expected.auc, 4);
  },
);

test('the silhouette is scikit-learn’s', () => {
  expect(silhouette(a, c)).toBeCloseTo(golden.unlike.silhouette, 9);
});

test('sets that are apart are told apart by all three, with intervals that say so', () => {
  expect(oneNearestTest(a, apart)).toMatchObject({ accuracy: 1, standardError: 0, ofFirst: 1, ofSecond: 1 });
  expect(silhouette(a, apart)).toBeGreaterThan(0.4);
  const { auc, interval } = classifierAuc(a, apart);
  expect(auc).toBeGreaterThan(0.999);
  expect(interval.low).toBeGreaterThan(0.99);
});

test('halves of one set are not told apart, and the intervals hold chance', () => {
  const { accuracy, standardError } = oneNearestTest(a, b);
  expect(Math.abs(accuracy - 0.5)).toBeLessThan(3 * standardError);
  expect(Math.abs(silhouette(a, b))).toBeLessThan(0.02);
  const { interval, subjects, folds } = classifierAuc(a, b);
  expect([subjects, folds]).toEqual([2 * COUNT, 5]);
  expect(interval.low < 0.5 && interval.high > 0.5).toBe(true);
});

test('slices of one subject do not tell its class: the subject is left out as neighbour and from training', () => {
  // Ten subjects of twelve slices each, every one at a place of its own; classes mean nothing.
  const places = vectors(5);
  const clustered = (step: number, from: number) => ({
    ...vectors(step),
    values: vectors(step).values.map((value, at) => {
      const subject = from + Math.floor(at / 24 / 12);
      return 0.1 * value + (places.values[24 * subject + (at % 24)] as number);
    }),
  });
  const own = (from: number) => Array.from({ length: COUNT }, (_, i) => from + Math.floor(i / 12));
  const [first, second] = [clustered(6, 0), clustered(7, 10)];
  const bySubject = { first: own(0), second: own(10) };
  expect(oneNearestTest(first, second).accuracy).toBe(1);
  expect(oneNearestTest(first, second, bySubject).accuracy).toBeLessThan(0.8);
  const mean = (each: Float64Array) => each.reduce((sum, value) => sum + value, 0) / each.length;
  expect(mean(silhouettes(first, second))).toBeGreaterThan(0.04);
  expect(Math.abs(mean(silhouettes(first, second, bySubject)))).toBeLessThan(0.02);
  expect(classifierAuc(first, second).auc).toBeGreaterThan(0.99);
  const { interval, subjects } = classifierAuc(first, second, bySubject);
  expect(subjects).toBe(20);
  expect(interval.low).toBeLessThan(0.6);
});

test('areas by ranks: right, wrong, tied, and half', () => {
  expect([rankAuc([3, 4], [1, 2]), rankAuc([1], [2]), rankAuc([1, 1], [1])]).toEqual([1, 0, 0.5]);
  expect(rankAuc([1, 3, 2], [2, 0])).toBe((1 + 2 + 1.5) / 6);
  expect(() => rankAuc([], [1])).toThrow(/needs scores of both kinds/);
});

test('a feature that is constant does not disturb the fit, nor one that separates perfectly', () => {
  const set = featuresOf(Float32Array.from([-1, 5, -2, 5, -3, 5, 1, 5, 2, 5, 3, 5]), 2, 'two');
  const scores = fitLogistic(set, [0, 0, 0, 1, 1, 1]).scores(set);
  expect(scores.every(Number.isFinite)).toBe(true);
  expect([...scores].map(Math.sign)).toEqual([-1, -1, -1, 1, 1, 1]);
});

test('what cannot be judged is refused with what to do', () => {
  const one = new Uint8Array(COUNT);
  expect(() => oneNearestTest(a, b, { first: one, second: one })).toThrow(/at least 2 subjects/);
  expect(() => classifierAuc(a, b, { first: one, second: one })).toThrow(/only 1: give more/);
  expect(() => silhouette(a, chosenFeatures(b, [0]))).toThrow(/at least 2 pictures/);
  expect([...silhouettes(a, b, { first: one, second: one })].every((value) => value === 0)).toBe(true);
  expect(() => fitLogistic(a, new Uint8Array(COUNT))).toThrow(/only one: give more subjects/);
});
