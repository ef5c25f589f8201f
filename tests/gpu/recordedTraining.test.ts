/** Runs whose iterations are recorded and replayed beside the same runs through tfjs: every weight and statistic, to the bit. */
import { expect, test } from 'vitest';
import { emptyBufferPool } from '../../src/gpu/commandStream.ts';
import { createRecordingRunner, type StepRunner } from '../../src/gpu/recording/stepRunner.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { readParams } from '../../src/model/paramStore.ts';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { eagerSteps } from '../../src/training/eagerSteps.ts';
import { train } from '../../src/training/loop.ts';
import { disposeTrainState } from '../../src/training/trainState.ts';
import { tinyRun } from '../support/tinyRun.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

const STEPS = 12;
const HALF = 24;

/** Two stages for stylegan, the second reached halfway and faded in; everything lazy comes due. */
const RECIPES: Readonly<Record<string, Recipe>> = {
  'stylegan, growing, fading, mixing': {
    arch: 'stylegan',
    kimgPerResolution: { 4: HALF / 1000, 8: 0.2 },
    fadeShare: 0.1,
    styleMixing: 0.9,
    r1Gamma: 1,
    dRegInterval: 3,
  },
  'stylegan, WGAN-GP, two critic steps': {
    arch: 'stylegan',
    loss: 'wgan-gp',
    r1Gamma: 0,
    gpWeight: 10,
    dRegInterval: 1,
    nCritic: 2,
    kimgPerResolution: { 4: HALF / 1000, 8: 0.2 },
  },
  'stylegan2, R1, path length, mixing': {
    arch: 'stylegan2',
    r1Gamma: 1,
    dRegInterval: 3,
    plWeight: 2,
    gRegInterval: 2,
    styleMixing: 0.5,
    kimgPerResolution: 0.2,
  },
  'stylegan2, adaptive augmentation': {
    arch: 'stylegan2',
    r1Gamma: 1,
    dRegInterval: 3,
    augment: 'ada',
    augmentKimg: 0.1,
    augmentP: 0.4,
    kimgPerResolution: 0.2,
  },
  'stylegan2, classes, clipping': {
    arch: 'stylegan2',
    conditional: true,
    labelFullKimg: 0.03,
    r1Gamma: 1,
    dRegInterval: 3,
    clipNorm: 0.5,
    kimgPerResolution: 0.2,
  },
  'msg, relativistic, held-out slices, in parts': {
    arch: 'msg',
    loss: 'relativistic',
    r1Gamma: 1,
    r2Gamma: 1,
    dRegInterval: 3,
    augment: 'ada',
    augmentKimg: 0.1,
    batch: 8,
    accumulation: 2,
    kimgPerResolution: 0.2,
  },
};

type Steps = Pick<StepRunner, 'run' | 'forget'>;

/** Weights and statistics after some steps. */
async function outcome(recipe: Recipe, steps: Steps) {
  const run = { ...tinyRun(recipe), submitted: submittedWorkDone, releaseBuffers: emptyBufferPool, steps };
  const { state } = run;
  const statistics: number[] = [];
  for await (const event of train(run)) {
    if (event.type === 'steps') statistics.push(...Object.values(event.block.values).flatMap((column) => [...column]));
    if (event.type === 'tick') {
      const { 'Timing/sec_per_kimg': _, 'Timing/total_sec': __, ...means } = event.record.stats;
      statistics.push(...Object.values(means));
    }
    if (state.step >= STEPS && event.type !== 'steps') break;
  }
  const weights: Record<string, number[]> = {};
  for (const [net, params] of Object.entries({ G: state.G, D: state.D, GEma: state.GEma }))
    for (const [name, { data }] of await readParams(params)) weights[`${net}.${name}`] = [...data];
  const p = [...((await state.augment.p.data()) as Float32Array)];
  disposeTrainState(state);
  return { statistics, weights, p };
}

test.each(Object.entries(RECIPES))('%s: recorded and replayed as through tfjs', async (_, recipe) => {
  const runner = createRecordingRunner();
  const before = tf.memory().numTensors;
  const variants = new Set<string>();
  const watched: Steps = {
    run(variant, step) {
      variants.add(variant);
      return runner.run(variant, step);
    },
    forget: () => runner.forget(),
  };
  const recorded = await outcome(recipe, watched);
  const leaked = tf.memory().numTensors - before;
  const eager = await outcome(recipe, eagerSteps);
  expect(recorded.statistics).toEqual(eager.statistics);
  expect(recorded).toEqual(eager);
  expect(leaked).toBe(0);
  // Some variant was replayed.
  expect(variants.size).toBeLessThan(STEPS);
});

test('what the recordings of one variant do does not depend on when they are made', async () => {
  const run = { ...tinyRun(RECIPES['stylegan2, R1, path length, mixing']), submitted: submittedWorkDone };
  const prints = new Map<string, Set<string>>();
  const steps: Steps = {
    async run(variant, step) {
      // Anew each time: numbers that should be live would differ from step to step.
      const runner = createRecordingRunner();
      const result = await runner.run(variant, step);
      const known = prints.get(variant) ?? new Set();
      prints.set(variant, known.add(runner.facts().get(variant)?.fingerprint ?? ''));
      runner.forget();
      return result;
    },
    forget: () => undefined,
  };
  for await (const event of train({ ...run, steps })) if (run.state.step >= STEPS && event.type !== 'steps') break;
  for (const [variant, known] of prints) expect(known.size, variant).toBe(1);
  expect(prints.size).toBeLessThan(STEPS);
  disposeTrainState(run.state);
});
