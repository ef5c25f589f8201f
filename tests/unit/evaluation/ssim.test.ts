import { expect, test } from 'vitest';
import { chosenImages, greyImages } from '../../../src/evaluation/greyImages.ts';
import { pairSimilarity, ssim } from '../../../src/evaluation/ssim.ts';
import golden from '../../golden/swd-reference.json' with { type: 'json' };
import { boxMean, noisePictures } from './noisePictures.ts';

const a = noisePictures(11, golden.count);
const c = noisePictures(12, golden.count);
const b = boxMean(c);

test('one pair and the mean of pairs are those of the reference', () => {
  expect(ssim(c.pixels.subarray(0, 1024), b.pixels.subarray(0, 1024), 32)).toBeCloseTo(golden.ssimC0B0, 12);
  expect(pairSimilarity(a).mean).toBeCloseTo(golden.pairsA, 12);
  expect(pairSimilarity(b).mean).toBeCloseTo(golden.pairsB, 12);
});

test('a collapsed set scores 1, and its error 0', () => {
  const { mean, standardError } = pairSimilarity(chosenImages(a, [7, 7, 7, 7]));
  expect(mean).toBeCloseTo(1, 12);
  expect(standardError).toBeLessThan(1e-6);
});

test('16 px have a valid area of 6 x 6; smaller than the window is refused', () => {
  const pictures = greyImages(a.pixels.slice(0, 4 * 256), 16);
  expect(pairSimilarity(pictures).mean).toBeLessThan(0.5);
  expect(() => ssim(new Uint8Array(64), new Uint8Array(64), 8)).toThrow(/pictures of 8 px are too small/);
  expect(() => pairSimilarity(chosenImages(a, [3]))).toThrow(/at least 2 pictures, but there are 1/);
});

test('pictures are chosen by number, and a missing one is named', () => {
  const chosen = chosenImages(a, [3, 1]);
  expect(chosen.count).toBe(2);
  expect(chosen.pixels.subarray(1024)).toEqual(a.pixels.subarray(1024, 2048));
  expect(() => chosenImages(a, [50])).toThrow(/no picture number 50/);
});
