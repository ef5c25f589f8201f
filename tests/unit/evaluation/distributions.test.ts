import { expect, test } from 'vitest';
import { effectiveRank } from '../../../src/evaluation/effectiveRank.ts';
import { chosenFeatures, type Features, featuresOf } from '../../../src/evaluation/features.ts';
import { frechetDistance } from '../../../src/evaluation/frechet.ts';
import { middleOf, shareInterval, studentQuantile } from '../../../src/evaluation/interval.ts';
import { kernelDistance, meanDiscrepancy } from '../../../src/evaluation/kid.ts';
import { neighbourhoods } from '../../../src/evaluation/neighbourhoods.ts';
import { symmetricEigen } from '../../../src/evaluation/symmetricEigen.ts';
import { permutation } from '../../../src/random/draws.ts';
import golden from '../../golden/metrics-reference.json' with { type: 'json' };
import { COUNT, vectors, WIDTH } from './madeUp.ts';

const a = vectors(0);
const b = vectors(1);
const c = vectors(2, 0.9, 0.2);
/** Both sides compute in doubles from the same float32 numbers. */
const RELATIVE = 1e-6;

function expectNear(value: number, expected: number, relative = RELATIVE): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

test('the vectors are the reference’s', () => {
  expectNear(
    c.values.reduce((sum, value) => sum + value, 0),
    golden.checks.vectors,
  );
});

test.each([
  ['like', b, golden.like],
  ['unlike', c, golden.unlike],
] as const)('%s sets have the distances that numpy, scipy and scikit-learn compute', (_, other, expected) => {
  expectNear(meanDiscrepancy(a, other), expected.mmd);
  expectNear(frechetDistance(a, other), expected.frechet);
  const found = neighbourhoods(a, other);
  for (const name of ['precision', 'recall', 'density', 'coverage'] as const)
    expectNear(found[name], expected.neighbourhoods[name]);
});

test('blocks give the reference’s estimate; its interval follows Student’s t', () => {
  const { mean, standardError, interval, blocks, blockSize } = kernelDistance(a, c, 5);
  expect([blocks, blockSize]).toEqual([5, 24]);
  expectNear(mean, golden.unlike.kid.mean);
  expectNear(standardError, golden.unlike.kid.standardError);
  expect(interval.low).toBeCloseTo(golden.unlike.kid.low, 2);
  expect(interval.high).toBeCloseTo(golden.unlike.kid.high, 2);
  for (const [freedom, quantile] of Object.entries(golden.student))
    expectNear(studentQuantile(Number(freedom)), quantile, 0.01);
});

test('eigenvalues are numpy’s, and the vectors are orthogonal and give the matrix back', () => {
  const matrix = covariance(c);
  const { values, vectors: found } = symmetricEigen(matrix, WIDTH);
  [...values]
    .sort((x, y) => x - y)
    .forEach((value, i) => {
      expectNear(value, golden.eigenvalues[i] as number);
    });
  for (let row = 0; row < WIDTH; row++)
    for (let column = 0; column < WIDTH; column++) {
      let entry = 0;
      let product = 0;
      for (let j = 0; j < WIDTH; j++) {
        const pair = (found[j * WIDTH + row] as number) * (found[j * WIDTH + column] as number);
        entry += (values[j] as number) * pair;
        product += pair;
      }
      expect(entry).toBeCloseTo(matrix[row * WIDTH + column] as number, 10);
      expect(product).toBeCloseTo(row === column ? 1 : 0, 10);
    }
});

test('a diagonal matrix, one of rank 1 and one of zeros have their eigenvalues; NaN is refused', () => {
  const values = (matrix: number[]) => [...symmetricEigen(Float64Array.from(matrix), 3).values].sort((x, y) => x - y);
  expect(values([3, 0, 0, 0, 1, 0, 0, 0, 2])).toEqual([1, 2, 3]);
  expect(values([1, 2, 2, 2, 4, 4, 2, 4, 4]).map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([0, 0, 9]);
  expect(values(new Array(9).fill(0))).toEqual([0, 0, 0]);
  expect(() => values(new Array(9).fill(Number.NaN))).toThrow(/not finite/);
});

test('a set and itself: no Frechet distance, full precision, recall and coverage', () => {
  expect(frechetDistance(a, a)).toBeLessThan(1e-6);
  expect(neighbourhoods(a, a)).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
});

test('the order of the pictures changes nothing', () => {
  const shuffled = chosenFeatures(c, permutation(1, 1, 1, COUNT));
  expectNear(meanDiscrepancy(a, shuffled), golden.unlike.mmd);
  expectNear(frechetDistance(a, shuffled), golden.unlike.frechet);
  expect(neighbourhoods(a, shuffled)).toEqual(neighbourhoods(a, c));
});

test('fakes of three modes keep their precision and lose recall and coverage; the distances rise', () => {
  const collapsed = chosenFeatures(
    b,
    Array.from({ length: COUNT }, (_, i) => i % 3),
  );
  const found = neighbourhoods(a, collapsed);
  const healthy = neighbourhoods(a, b);
  expect(found.precision).toBeGreaterThan(0.6);
  expect(found.recall).toBeLessThan(0.1);
  expect(found.coverage).toBeLessThan(healthy.coverage / 4);
  expect(frechetDistance(a, collapsed)).toBeGreaterThan(3 * frechetDistance(a, b));
  expect(meanDiscrepancy(a, collapsed)).toBeGreaterThan(10 * meanDiscrepancy(a, b));
});

test('the kernel distance of like sets has 0 in its interval, that of unlike ones does not', () => {
  const like = kernelDistance(a, b).interval;
  const unlike = kernelDistance(a, vectors(2, 0.9, 0.8)).interval;
  expect(like.low < 0 && like.high > 0).toBe(true);
  expect(unlike.low).toBeGreaterThan(0);
});

test('fewer pictures than numbers a vector still have a finite Frechet distance', () => {
  const few = chosenFeatures(a, [0, 1, 2, 3]);
  expect(Number.isFinite(frechetDistance(few, b))).toBe(true);
});

test('sets that cannot be compared are refused with their extractors and counts', () => {
  const other = featuresOf(b.values, WIDTH, 'another');
  expect(() => frechetDistance(a, other)).toThrow(/24 of "made up" and 24 of "another"/);
  expect(() => neighbourhoods(a, chosenFeatures(b, [0, 1]))).toThrow(/at least 6 pictures .* 120 and 2/);
  expect(() => featuresOf(new Float32Array(5), 2, 'x')).toThrow(/5 values/);
  expect(() => chosenFeatures(a, [COUNT])).toThrow(/no vector number 120/);
});

test('intervals hold the middle 95 % of values, and shares stay between 0 and 1', () => {
  expect(middleOf(Array.from({ length: 201 }, (_, i) => i))).toEqual({ low: 5, high: 195 });
  expect(shareInterval(0, 20)).toMatchObject({ low: 0 });
  expectNear(shareInterval(0, 20).high, 0.1611, 1e-3);
  expectNear(shareInterval(10, 40).low, 0.1419, 1e-3);
});

function covariance({ values }: Features): Float64Array {
  const column = (k: number) => Float64Array.from({ length: COUNT }, (_, i) => values[i * WIDTH + k] as number);
  const centred = Array.from({ length: WIDTH }, (_, k) => {
    const own = column(k);
    const mean = own.reduce((sum, value) => sum + value, 0) / COUNT;
    return own.map((value) => value - mean);
  });
  return Float64Array.from({ length: WIDTH * WIDTH }, (_, at) => {
    const [x, y] = [centred[Math.floor(at / WIDTH)], centred[at % WIDTH]] as [Float64Array, Float64Array];
    return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0) / (COUNT - 1);
  });
}

test('the effective rank is numpy’s, of more vectors than features and of fewer, and 0 where nothing varies', () => {
  expectNear(effectiveRank(a), golden.effectiveRank.tall);
  expectNear(effectiveRank(chosenFeatures(c, [...Array(10).keys()])), golden.effectiveRank.wide);
  const same = chosenFeatures(a, new Array<number>(30).fill(7));
  expect(effectiveRank(same)).toBe(0);
  // Three modes span two directions, however many pictures there are.
  const modes = chosenFeatures(
    a,
    [...Array(60).keys()].map((i) => i % 3),
  );
  expect(effectiveRank(modes)).toBeLessThanOrEqual(2 + RELATIVE);
  expect(effectiveRank(modes)).toBeGreaterThan(1);
});
