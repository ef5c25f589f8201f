/** Measuring beside recorded steps on the GPU: the training is the same to the last bit, and no tensor stays. */
import { expect, test } from 'vitest';
import { emptyBufferPool } from '../../src/gpu/commandStream.ts';
import { createRecordingRunner } from '../../src/gpu/recording/stepRunner.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { measuredRun } from '../support/measuredRun.ts';
import { is, reached } from '../support/sessionOnCpu.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

const RECIPE: Recipe = {
  ...{ arch: 'stylegan2', resolution: 16, kimgPerResolution: 400, tickKimg: 0.1, heldOut: 0 },
  ...{ batch: 8, mbstdGroup: 4, channelMax: 8, styleMixing: 0.5, dRegInterval: 4 },
};
const onGpu = () => ({
  ...{ steps: createRecordingRunner(), submitted: submittedWorkDone, releaseBuffers: emptyBufferPool },
});

/** Every step's statistics, column by column. */
function statisticsOf(events: readonly TrainerEvent[]): Record<string, number[]> {
  const blocks = events.filter(is('run/progress')).map(({ steps }) => steps.values);
  const columns = Object.keys(blocks[0] ?? {}) as (keyof NonNullable<(typeof blocks)[0]>)[];
  return Object.fromEntries(columns.map((name) => [name, blocks.flatMap((block) => [...block[name]])]));
}

test('a run that is measured is the one that is not, and measuring leaves no tensor', {
  timeout: 900_000,
}, async () => {
  const measured = await measuredRun(0, { recipe: RECIPE, engine: onGpu() });
  const paused = async () => {
    const from = measured.events.length;
    measured.session.handle({ type: 'run/pause', runId: 'r' });
    await measured.until(reached('paused'), from);
    // The save's copies are gone.
    await measured.until(is('run/saved'), from);
    return tf.memory().numTensors;
  };
  await measured.until(is('run/progress'));
  const before = await paused();
  measured.session.handle({ type: 'run/resume', runId: 'r' });
  measured.session.handle({ type: 'evaluation/measure', requestId: 'm', pictures: 64 });
  const { evaluation } = await measured.until(is('evaluation/ready'));
  const last = (await measured.until(is('run/progress'), measured.events.length)).now.nimg;
  expect(await paused()).toBe(before);
  measured.session.handle({ type: 'run/stop', runId: 'r' });
  await measured.until(reached('stopped'));
  expect(measured.events.filter(is('failure'))).toEqual([]);
  expect(evaluation?.numbers.map(({ id }) => id)).toContain('kid');
  expect(evaluation?.rank?.reals).toBeGreaterThan(1);

  const plain = await measuredRun(0, { recipe: RECIPE, engine: onGpu() });
  await plain.until(is('run/progress', ({ now }) => now.nimg >= last));
  plain.session.handle({ type: 'run/stop', runId: 'r' });
  await plain.until(reached('stopped'));
  const [found, expected] = [statisticsOf(measured.events), statisticsOf(plain.events)];
  const steps = last / 8;
  for (const [name, column] of Object.entries(expected))
    expect(found[name]?.slice(0, steps), name).toEqual(column.slice(0, steps));
});
