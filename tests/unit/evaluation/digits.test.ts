/** Real digits: zeros and ones are told apart by every number, two halves of the zeros by none. Skips without the data. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipPictures } from '../../../scripts/evaluate/pictures.mjs';
import { classifierAuc } from '../../../src/evaluation/classifierAuc.ts';
import { chosenFeatures, pixelFeatures } from '../../../src/evaluation/features.ts';
import { silhouette } from '../../../src/evaluation/silhouette.ts';
import { oneNearestTest } from '../../../src/evaluation/twoSample.ts';
import { realZip } from '../../support/realData.ts';

const load = (path: string) => import(/* @vite-ignore */ join(process.cwd(), path));
const digits = realZip('mnist-digits-png.zip');
/** Of each kind; a multiple of 2. */
const COUNT = 100;

test.skipIf(!digits)('zeros and ones are told apart, two halves of the zeros are not', async () => {
  const { images, subjects } = await zipPictures(load, digits as string, 16);
  const pixels = pixelFeatures(images, 8);
  const ofClass = (name: string) => subjects.flatMap((path, i) => (path.split('/').at(-2) === name ? [i] : []));
  const [zeros, ones] = [ofClass('0').slice(0, COUNT), ofClass('1').slice(0, COUNT)];
  expect([zeros.length, ones.length]).toEqual([COUNT, COUNT]);
  const some = (indices: readonly number[]) => chosenFeatures(pixels, indices);

  expect(oneNearestTest(some(zeros), some(ones)).accuracy).toBeGreaterThan(0.97);
  expect(silhouette(some(zeros), some(ones))).toBeGreaterThan(0.2);
  expect(classifierAuc(some(zeros), some(ones)).interval.low).toBeGreaterThan(0.97);

  const [even, odd] = [0, 1].map((rest) => some(zeros.filter((_, i) => i % 2 === rest))) as [
    typeof pixels,
    typeof pixels,
  ];
  const { accuracy, standardError } = oneNearestTest(even, odd);
  expect(Math.abs(accuracy - 0.5)).toBeLessThan(3 * standardError);
  expect(Math.abs(silhouette(even, odd))).toBeLessThan(0.05);
  const { interval } = classifierAuc(even, odd);
  expect(interval.low < 0.5 && interval.high > 0.5).toBe(true);
});
