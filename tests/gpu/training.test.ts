/** The whole critic's penalties and whole training steps on the GPU: exact gradients, no leak, no refused command. */
import { expect, test } from 'vitest';
import { emptyBufferPool } from '../../src/gpu/commandStream.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { train } from '../../src/training/loop.ts';
import { disposeTrainState } from '../../src/training/trainState.ts';
import { penaltyCase, penaltyErrors } from '../support/criticPenalties.ts';
import { tinyRun } from '../support/tinyRun.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

test.each(['r1', 'wgan-gp'] as const)(
  '%s: the gradient of the whole critic agrees with finite differences',
  async (kind) => {
    const errors = await penaltyErrors(penaltyCase(kind));
    expect(errors.length).toBe(13); // all but the last bias, which no input gradient depends on
    for (const { name, error } of errors) expect(error, name).toBeLessThan(0.02);
  },
);

test('two hundred steps leave the number of tensors where it was', async () => {
  const STEPS = 200;
  const WARM_UP = 20;
  const run = {
    ...tinyRun({ kimgPerResolution: { 4: 0.04, 8: 4 }, fadeShare: 0 }),
    submitted: submittedWorkDone,
    releaseBuffers: emptyBufferPool,
  };
  const { state } = run;
  // At a tick the ring is empty, so the counts see the networks, the moments and the last losses alone.
  const counts: number[] = [];
  for await (const event of train(run)) {
    if (event.type === 'tick' && state.step >= WARM_UP) counts.push(tf.memory().numTensors);
    if (state.step >= WARM_UP + STEPS) break;
  }
  expect(counts.length).toBeGreaterThan(2);
  expect(new Set(counts).size, `tensors at the ticks: ${counts}`).toBe(1);
  disposeTrainState(state);
});
