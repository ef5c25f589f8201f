/** What is reckoned of memory without running a step, beside what recorded steps have; and an estimate on the GPU. */
import { describe, expect, test } from 'vitest';
import { emptyBufferPool } from '../../src/gpu/commandStream.ts';
import { fitsInMemory } from '../../src/gpu/memoryTrial.ts';
import { createRecordingRunner } from '../../src/gpu/recording/stepRunner.ts';
import { createTemporaries } from '../../src/gpu/recording/temporaries.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { planStages } from '../../src/protocol/plan.ts';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { configOf } from '../../src/protocol/validate.ts';
import { largestLayer } from '../../src/training/memory.ts';
import { trialsOf } from '../../src/training/rehearsal.ts';
import { scheduleAt } from '../../src/training/schedule.ts';
import { createCalibration } from '../../src/worker/calibration.ts';
import { estimateRun } from '../../src/worker/estimate.ts';
import { startedBackend } from './support/backend.ts';

const holder = startedBackend();

/** Blurs read one row and column beyond a picture; more than a fifth would be another tensor than the reckoned one. */
const MARGIN = 1.2;
const clock = () => performance.now();

const RECIPES: readonly Recipe[] = [
  { arch: 'stylegan', startResolution: 8 },
  { arch: 'stylegan', loss: 'wgan-gp', r1Gamma: 0, gpWeight: 10, dRegInterval: 1 },
  { arch: 'stylegan2', plWeight: 2, gRegInterval: 4 },
  { arch: 'stylegan2', batch: 32, accumulation: 2 },
  { arch: 'msg', loss: 'relativistic', r1Gamma: 1, r2Gamma: 1 },
];

test.each(RECIPES)('the largest tensor of a step with %o is the reckoned one', async (recipe) => {
  const config = configOf({ preset: 'tiny', resolution: 16, batch: 8, mbstdGroup: 2, channelBase: 256, ...recipe });
  const stages = planStages(config, 512);
  const steps = createRecordingRunner();
  const calibration = createCalibration(config, [], 32, { steps, submitted: submittedWorkDone }, clock);
  const now = scheduleAt(config, stages, (stages.at(-1)?.endNimg ?? 0) - 1);
  const [mains] = trialsOf(config);
  if (mains) await calibration.timeOf(mains, now);
  const [facts] = [...steps.facts().values()];
  const { bytes } = largestLayer(config, 16);
  expect(facts?.largestBytes).toBeGreaterThanOrEqual(bytes);
  expect(facts?.largestBytes).toBeLessThan(bytes * MARGIN);
  expect(calibration.stepBytes()).toBeGreaterThanOrEqual(facts?.temporaryBytes ?? 0);
  calibration.dispose();
});

test('an estimate measures every stage, tells the memory of a step, and leaves nothing behind', async () => {
  const config = configOf({ preset: 'tiny', arch: 'stylegan', r1Gamma: 1, dRegInterval: 4 });
  const tensors = tf.memory().numTensors;
  const engine = { steps: createRecordingRunner(), submitted: submittedWorkDone, releaseBuffers: emptyBufferPool };
  const data = { slicesPerEpoch: 100, classes: [], bytes: (batch: number) => batch };
  const parts = { engine, clock, signal: new AbortController().signal };
  const estimate = await estimateRun(config, data, parts);
  expect(estimate?.stages.map(({ resolution, measured }) => [resolution, measured])).toEqual([
    [4, true],
    [8, true],
  ]);
  expect(estimate?.memory.step).toBeGreaterThan(0);
  expect(tf.memory().numTensors).toBe(tensors);
});

describe('what the GPU cannot hold', () => {
  test('a temporary larger than it binds is refused in a sentence, before it is asked', () => {
    const temporaries = createTemporaries();
    const tooLarge = (holder.started?.adapter.maxBinding ?? 0) + 4;
    expect(() => temporaries.fit([tooLarge])).toThrow(/in one piece, and this GPU binds at most \d+ MB/);
    expect(temporaries.bytes).toBe(0);
  });

  test('work that fits is done as usual, and its mistakes are thrown', async () => {
    expect(await fitsInMemory(async () => undefined)).toBe(true);
    await expect(
      fitsInMemory(async () => {
        throw new Error('of its own');
      }),
    ).rejects.toThrow('of its own');
  });
});
