/** The random extractor on the GPU: the features that numpy computes, in batches, with no tensor left behind. */
import { expect, test } from 'vitest';
import { extractFeatures } from '../../src/evaluation/extractor.ts';
import { randomConvExtractor } from '../../src/evaluation/randomConv.ts';
import * as tf from '../../src/gpu/tf.ts';
import golden from '../golden/metrics-reference.json' with { type: 'json' };
import { picture, pictures } from '../unit/evaluation/madeUp.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

/** Every sixteenth feature is kept in the reference. */
const KEPT = 16;
const RELATIVE = 1e-3;

test.each([
  ['grey of 16 px', 16, picture(16, 0), golden.randomConv.grey16],
  ['grey of 64 px', 64, picture(64, 1), golden.randomConv.grey64],
] as const)('the features of %s are those that numpy computes', async (_, side, pixels, expected) => {
  const extractor = randomConvExtractor(side, 1);
  const { values } = await extractFeatures(extractor, pixels);
  extractor.dispose();
  expected.forEach((wanted, i) => {
    expect(Math.abs((values[KEPT * i] as number) - wanted)).toBeLessThan(RELATIVE * Math.max(1, Math.abs(wanted)));
  });
});

test('pictures of several batches have the features that each has alone, and no tensor is left', async () => {
  const before = tf.memory().numTensors;
  const extractor = randomConvExtractor(256, 1);
  const set = pictures(256, 0, 17); // a batch holds 16
  const { values, count } = await extractFeatures(extractor, set.pixels);
  const alone = await extractFeatures(extractor, set.pixels.slice(3 * 256 * 256, 4 * 256 * 256));
  extractor.dispose();
  expect(count).toBe(17);
  alone.values.forEach((wanted, i) => {
    expect(Math.abs((values[3 * 256 + i] as number) - wanted)).toBeLessThan(RELATIVE);
  });
  expect(tf.memory().numTensors).toBe(before);
});
