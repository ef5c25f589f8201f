/**
 * R1 and WGAN-GP of the whole critic, differentiated in its parameters, against finite differences. The activation is
 * smooth here: at the kinks of a leaky ReLU finite differences lie.
 */
import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { penaltyCase, penaltyErrors } from '../../support/criticPenalties.ts';

beforeAll(useCpuBackend);

test.each(['r1', 'wgan-gp'] as const)(
  '%s: the gradient of the whole critic agrees with finite differences',
  async (kind) => {
    const before = tf.memory().numTensors;
    const errors = await penaltyErrors(penaltyCase(kind));
    expect(errors.length).toBe(13); // all but the last bias, which no input gradient depends on
    for (const { name, error } of errors) expect(error, name).toBeLessThan(0.01);
    expect(tf.memory().numTensors).toBe(before);
  },
);
