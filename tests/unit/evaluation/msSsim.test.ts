import { expect, test } from 'vitest';
import { chosenImages, greyImages } from '../../../src/evaluation/greyImages.ts';
import { msSsim, pairMultiscaleSimilarity, scalesAt } from '../../../src/evaluation/msSsim.ts';
import golden from '../../golden/metrics-reference.json' with { type: 'json' };
import { picture, pictures } from './madeUp.ts';

test('the pictures are the reference’s', () => {
  expect(picture(64, 1).reduce((sum, value) => sum + value, 0)).toBe(golden.checks.picture);
});

test.each(Object.entries(golden.msSsim))(
  'at %s px the number of scales and the values are those of scikit-image and scipy',
  (text, { scales, values }) => {
    const side = Number(text);
    expect(scalesAt(side)).toBe(scales);
    values.forEach((expected, i) => {
      expect(msSsim(picture(side, 2 * i), picture(side, 2 * i + 1), side)).toBeCloseTo(expected, 9);
    });
  },
);

test('pairs of a varied set are less alike than of a set of three modes, and one picture over and over scores 1', () => {
  const varied = pictures(32, 0, 30);
  const modes = chosenImages(
    varied,
    Array.from({ length: 30 }, (_, i) => 2 * (i % 3)),
  );
  const { mean, scales, pairs, standardError } = pairMultiscaleSimilarity(varied);
  expect([scales, pairs]).toEqual([2, 500]);
  expect(standardError).toBeLessThan(0.05);
  expect(pairMultiscaleSimilarity(modes).mean).toBeGreaterThan(mean + 0.1);
  expect(pairMultiscaleSimilarity(chosenImages(varied, [4, 4, 4])).mean).toBeCloseTo(1, 12);
});

test('the same seed compares the same pairs, another one others', () => {
  const some = pictures(16, 0, 12);
  expect(pairMultiscaleSimilarity(some, 3)).toEqual(pairMultiscaleSimilarity(some, 3));
  expect(pairMultiscaleSimilarity(some, 4).mean).not.toBe(pairMultiscaleSimilarity(some, 3).mean);
});

test('pictures that are negatives of each other score 0, not NaN', () => {
  const own = picture(32, 0);
  const negative = own.map((value) => 255 - value);
  expect(msSsim(own, negative, 32)).toBe(0);
});

test('one picture and pictures smaller than the window are refused', () => {
  expect(() => pairMultiscaleSimilarity(pictures(16, 0, 1))).toThrow(/at least 2 pictures, but there are 1/);
  expect(() => pairMultiscaleSimilarity(greyImages(new Uint8Array(2 * 64), 8))).toThrow(/pictures of 8 px/);
});
