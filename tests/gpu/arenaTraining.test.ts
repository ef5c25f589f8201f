/** Whole steps with parameters, gradients and moments in arenas: beside one variable at a time, and where a network grows. */
import { expect, test } from 'vitest';
import { clearArena, gatherInto, readArena } from '../../src/gpu/arena.ts';
import { flush } from '../../src/gpu/commandStream.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { param, readParams } from '../../src/model/paramStore.ts';
import { setOpsMode } from '../../src/ops/mode.ts';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { averagingOf, updateEma } from '../../src/training/average.ts';
import { train } from '../../src/training/loop.ts';
import { applyGradients, resetOptimizer } from '../../src/training/optimizer.ts';
import { disposeTrainState, type TrainState } from '../../src/training/trainState.ts';
import { tinyRun } from '../support/tinyRun.ts';
import { startedBackend } from './support/backend.ts';
import { countingCommands } from './support/counters.ts';

startedBackend();

const RECIPES: Readonly<Record<string, Recipe>> = {
  growing: { arch: 'stylegan', kimgPerResolution: { 4: 0.008, 8: 0.2 }, r1Gamma: 1, dRegInterval: 2 },
  'clipping, in parts': { arch: 'stylegan2', clipNorm: 0.5, batch: 8, accumulation: 2, kimgPerResolution: 0.2 },
  'path length, momentum': { arch: 'msg', plWeight: 2, gRegInterval: 2, beta1: 0.5, kimgPerResolution: 0.2 },
  'generator steps in every second iteration': { arch: 'stylegan2', nCritic: 2, kimgPerResolution: 0.2 },
};
const STEPS = 4;
/** AdaIN takes these biases out again: their gradients are rounding alone, which Adam makes into whole steps. */
const NORMALISED_AWAY = /^synthesis\..*conv\d\.bias$/;

/** As the loop leaves it; the parameters in arenas or not. */
async function trained(recipe: Recipe, isInArenas: boolean): Promise<TrainState> {
  // Variables are made as the mode asks; the networks then run the same kernels in both cases.
  setOpsMode(isInArenas ? 'fused' : 'reference');
  const run = { ...tinyRun(recipe), submitted: submittedWorkDone };
  setOpsMode('fused');
  for await (const event of train(run)) if (run.state.step >= STEPS && event.type !== 'steps') break;
  return run.state;
}

test.each(Object.entries(RECIPES))('%s: as with one variable at a time', async (_, recipe) => {
  const before = tf.memory().numTensors;
  const [inArenas, oneByOne] = [await trained(recipe, true), await trained(recipe, false)];
  expect(inArenas.G.arena?.whole).toBeDefined();
  expect(oneByOne.G.arena?.whole).toBeUndefined();
  for (const net of ['G', 'D', 'GEma'] as const) {
    const [given, wanted] = [await readParams(inArenas[net]), await readParams(oneByOne[net])];
    for (const [name, { data }] of wanted) {
      if (recipe.arch === 'stylegan' && NORMALISED_AWAY.test(name)) continue;
      const other = given.get(name)?.data as Float32Array;
      const worst = data.reduce((most, value, i) => Math.max(most, Math.abs(value - (other[i] as number))), 0);
      // A tenth of what one step moves a weight.
      expect(worst, `${net}.${name}`).toBeLessThan(2e-4);
    }
  }
  for (const state of [inArenas, oneByOne]) disposeTrainState(state);
  expect(tf.memory().numTensors).toBe(before);
});

test('layers of later resolutions are untouched and equal in the average, then train', async () => {
  const recipe: Recipe = { arch: 'stylegan', kimgPerResolution: { 4: 0.008, 8: 0.2 }, beta1: 0.5 };
  const run = { ...tinyRun(recipe), submitted: submittedWorkDone };
  const { state } = run;
  const first = await readParams(state.G);
  const name = 'synthesis.b8.conv1.weight';
  for await (const event of train(run)) {
    if (event.type === 'steps') continue;
    const [now, average] = [await readParams(state.G), await readParams(state.GEma)];
    if (state.step === 2) {
      expect(now.get(name)).toEqual(first.get(name));
      expect(average.get(name)).toEqual(first.get(name));
      expect((await readArena(state.optimizerG.arenas.firstMoments)).get(name)?.every((value) => value === 0)).toBe(
        true,
      );
    }
    if (state.step >= STEPS) {
      expect(now.get(name)).not.toEqual(first.get(name));
      expect(average.get(name)).not.toEqual(now.get(name));
      expect(state.optimizerG.step).toBe(STEPS - 2);
      break;
    }
  }
  disposeTrainState(state);
});

test('a network steps in one dispatch, with its average; clipping takes two more, an average alone one', async () => {
  const { state } = tinyRun({ arch: 'stylegan2' });
  const { optimizerG, G, GEma } = state;
  const gradients = new Map([...G].map(([name, { shape }]) => [name, tf.fill(shape, 1) as tf.Tensor]));
  const averaging = averagingOf(GEma, () => 0.5, 8);
  const collected = { reached: new Set(G.keys()), parts: 1 };
  const rates = { learningRate: 0.01, beta1: 0, beta2: 0.99 };
  const steps: Readonly<Record<string, { readonly run: () => void; readonly dispatches: number }>> = {
    gathering: { run: () => gatherInto(optimizerG.arenas.gradients, gradients), dispatches: 0 },
    step: { run: () => applyGradients(optimizerG, collected, rates, 1, averaging), dispatches: 1 },
    clipped: { run: () => applyGradients(optimizerG, collected, { ...rates, clipNorm: 1 }, 1), dispatches: 3 },
    average: { run: () => updateEma(G, averaging), dispatches: 1 },
  };
  for (const [name, { run, dispatches }] of Object.entries(steps)) {
    run();
    flush();
    const counts = await countingCommands(() => {
      run();
      flush();
    });
    expect(counts, name).toMatchObject({ dispatches, submits: 1, buffersCreated: 0 });
  }
  tf.dispose([...gradients.values()]);
  disposeTrainState(state);
});

test('a parameter without a gradient keeps pace from its first one on, and begins anew after a reset', async () => {
  const { state } = tinyRun({ arch: 'stylegan2' });
  const { optimizerD, D } = state;
  const [name] = [...D.keys()] as [string];
  const step = (reached: readonly string[]) => {
    applyGradients(
      optimizerD,
      { reached: new Set(reached), parts: 1 },
      { learningRate: 0.01, beta1: 0.5, beta2: 0.9 },
      1,
    );
    optimizerD.step++;
  };
  const momentum = async () => (await readArena(optimizerD.arenas.firstMoments)).get(name)?.[0] as number;
  const gradient = tf.fill(param(D, name).shape, 1);
  gatherInto(optimizerD.arenas.gradients, new Map([[name, gradient]]));
  step([]);
  expect(await momentum()).toBe(0);
  step([name]);
  expect(await momentum()).toBe(0.5);
  step([]);
  expect(await momentum()).toBe(0.25);
  resetOptimizer(optimizerD);
  expect(await momentum()).toBe(0);
  step([]);
  expect(await momentum()).toBe(0);
  expect(optimizerD.step).toBe(1);
  clearArena(optimizerD.arenas.gradients);
  gradient.dispose();
  disposeTrainState(state);
});
