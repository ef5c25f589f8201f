import { beforeAll, expect, test } from 'vitest';
import { extractFeatures } from '../../../src/evaluation/extractor.ts';
import { frechetDistance } from '../../../src/evaluation/frechet.ts';
import { greyImages } from '../../../src/evaluation/greyImages.ts';
import { randomConvExtractor } from '../../../src/evaluation/randomConv.ts';
import * as tf from '../../../src/gpu/tf.ts';
import golden from '../../golden/metrics-reference.json' with { type: 'json' };
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { picture, pictures } from './madeUp.ts';
import { boxMean } from './noisePictures.ts';

beforeAll(useCpuBackend);

/** Every sixteenth feature is kept in the reference. */
const KEPT = 16;
const RELATIVE = 1e-4;

const rgb = () => {
  const planes = [0, 1, 2].map((number) => picture(32, number));
  return Uint8Array.from({ length: 3 * 32 * 32 }, (_, at) => planes[at % 3]?.[Math.floor(at / 3)] as number);
};

test.each([
  ['grey of 16 px', 16, 1, 0, () => picture(16, 0), golden.randomConv.grey16],
  ['grey of 64 px', 64, 1, 0, () => picture(64, 1), golden.randomConv.grey64],
  ['RGB of 32 px', 32, 3, 3, rgb, golden.randomConv.rgb32],
] as const)('the features of %s are those that numpy computes', async (_, side, channels, seed, pixels, expected) => {
  const extractor = randomConvExtractor(side, channels, seed);
  const { values, width } = await extractFeatures(extractor, pixels());
  extractor.dispose();
  expect(width).toBe(256);
  expected.forEach((wanted, i) => {
    expect(Math.abs((values[KEPT * i] as number) - wanted)).toBeLessThan(RELATIVE * Math.max(1, Math.abs(wanted)));
  });
});

test('batches change nothing, and no tensor is left', async () => {
  const before = tf.memory().numTensors;
  const extractor = randomConvExtractor(256, 1);
  const set = pictures(256, 0, 17); // a batch holds 16
  const together = await extractFeatures(extractor, set.pixels);
  const last = await extractFeatures(extractor, set.pixels.slice(16 * 256 * 256));
  expect(together.count).toBe(17);
  expect([...together.values.subarray(16 * 256)]).toEqual([...last.values]);
  extractor.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('blurred pictures lie further from the set than its own other half', async () => {
  const extractor = randomConvExtractor(32, 1);
  const [first, second] = [pictures(32, 0, 60), pictures(32, 60, 60)];
  const features = (images: { pixels: Uint8Array }) => extractFeatures(extractor, images.pixels);
  const reals = await features(first);
  const floor = frechetDistance(reals, await features(second));
  expect(frechetDistance(reals, await features(boxMean(second)))).toBeGreaterThan(2 * floor);
  extractor.dispose();
});

test('the name says version, seed and pictures; a flat picture has finite features', async () => {
  const extractor = randomConvExtractor(16, 1, 7);
  const flat = await extractFeatures(extractor, greyImages(new Uint8Array(256).fill(9), 16).pixels);
  expect(flat.extractor).toBe('random conv v1, seed 7, 16 px grey');
  expect(flat.values.every(Number.isFinite)).toBe(true);
  await expect(extractFeatures(extractor, new Uint8Array(100))).rejects.toThrow(/100 bytes .* 16 x 16 with 1 channels/);
  extractor.dispose();
  for (const [side, channels] of [
    [8, 1],
    [48, 1],
    [1024, 1],
    [64, 2],
  ] as const)
    expect(() => randomConvExtractor(side, channels)).toThrow(/power of two from 16 to 512/);
});
