import { beforeAll, expect, it } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { AUGMENT_OP_CASES } from '../../gpu/support/augmentOpTable.ts';
import { compareDerivatives } from '../../gpu/support/derivatives.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';

/** float32 sums of some hundred terms over a step of 0.25. */
const TOLERANCE = 1e-3;

beforeAll(useCpuBackend);

it.each(AUGMENT_OP_CASES)('$name, differentiated once and twice', async ({ f, shapes, epsilon }) => {
  const before = tf.memory().numTensors;
  const outcome = await compareDerivatives(f, shapes, { epsilon, orders: [1, 2] });
  expect(outcome.length).toBe(2);
  for (const comparison of outcome) expect(comparison.error, JSON.stringify(comparison)).toBeLessThan(TOLERANCE);
  expect(tf.memory().numTensors).toBe(before);
});
