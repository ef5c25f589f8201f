import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { compareDerivatives } from '../../gpu/support/derivatives.ts';
import { OP_CASES } from '../../gpu/support/opTable.ts';

/** float32 sums of some hundred terms over a step of 0.01 to 0.25. */
const TOLERANCE = 1e-3;

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
});

describe('references, differentiated once and twice', () => {
  it.each(OP_CASES)('$name', async ({ f, shapes, order, epsilon, inputs }) => {
    const before = tf.memory().numTensors;
    const outcome = await compareDerivatives(f, shapes, {
      epsilon,
      orders: order === 1 ? [1] : [1, 2],
      ...(inputs && { inputs }),
    });
    expect(outcome.length).toBe(order * shapes.length);
    for (const comparison of outcome) expect(comparison.error, JSON.stringify(comparison)).toBeLessThan(TOLERANCE);
    expect(tf.memory().numTensors).toBe(before);
  });
});
