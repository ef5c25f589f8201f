/** Every architecture with every loss, regulariser and way to train: five steps of the smallest run on the GPU. */
import { expect, test } from 'vitest';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import * as tf from '../../src/gpu/tf.ts';
import { type ParamStore, readParams } from '../../src/model/paramStore.ts';
import type { Arch, Loss, Recipe } from '../../src/protocol/trainConfig.ts';
import { problemsOf } from '../../src/protocol/validate.ts';
import type { Feed } from '../../src/training/feed.ts';
import { train } from '../../src/training/loop.ts';
import { disposeTrainState, type TrainState } from '../../src/training/trainState.ts';
import { madeUpSlices } from '../support/parity/cases.ts';
import { tinyConfig, tinyRun } from '../support/tinyRun.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

const ARCHS: readonly Arch[] = ['stylegan', 'stylegan2', 'msg'];
const LOSSES: readonly Loss[] = ['logistic', 'minimax', 'hinge', 'wgan-gp', 'relativistic'];
const NO_PENALTY: Recipe = { r1Gamma: 0, r2Gamma: 0, gpWeight: 0, plWeight: 0 };
const GP: Recipe = { ...NO_PENALTY, gpWeight: 10, wganDrift: 0.001, dRegInterval: 1 };
const R1_R2: Recipe = { ...NO_PENALTY, r1Gamma: 1, r2Gamma: 1, dRegInterval: 2 };

const REGULARIZERS: Readonly<Record<string, Recipe>> = {
  none: NO_PENALTY,
  R1: { ...NO_PENALTY, r1Gamma: 1, dRegInterval: 2 },
  'R1 and R2': R1_R2,
  'gradient penalty': GP,
  'path length': { ...R1_R2, plWeight: 2, gRegInterval: 2 },
  'path length and gradient penalty': { ...GP, plWeight: 2, gRegInterval: 2 },
};

/** On hinge with R1, unless the row says otherwise. */
const WAYS: Readonly<Record<string, Recipe>> = {
  'augmentation of a fixed p': { augment: 'fixed', augmentP: 0.6 },
  'adaptive augmentation': { augment: 'ada', augmentKimg: 0.1 },
  classes: { conditional: true, labelFullKimg: 0.012 },
  'a batch in two parts': { batch: 8, accumulation: 2 },
  clipping: { clipNorm: 0.5 },
  'two critic steps a generator step': { nCritic: 2 },
  'two generator steps a critic step': { nCritic: 0.5 },
  'no EMA ramp, Adam with momentum': { emaRamp: 0, beta1: 0.5 },
};

const STEPS = 5;
/** By then every network has stepped at the last resolution, also where only every second step is the generator's. */
const WARM_UP = 3;

/** The whole length at one resolution where nothing grows; two stages for stylegan. */
function recipeOf(arch: Arch, changes: Recipe): Recipe {
  return { arch, kimgPerResolution: arch === 'stylegan' ? { 4: 0.004, 8: 0.2 } : 0.2, tickKimg: 0.004, ...changes };
}

const rows = ARCHS.flatMap((arch) => [
  ...LOSSES.flatMap((loss) =>
    Object.entries(REGULARIZERS).map(([name, fields]) => ({
      name: `${arch}, ${loss}, ${name}`,
      recipe: recipeOf(arch, { loss, ...fields }),
    })),
  ),
  ...Object.entries(WAYS).map(([name, fields]) => ({
    name: `${arch}, ${name}`,
    recipe: recipeOf(arch, { loss: 'hinge', ...REGULARIZERS.R1, ...fields }),
  })),
]).filter(({ recipe }) => Object.keys(problemsOf(tinyConfig(recipe))).length === 0);

test('the table leaves out only what the settings refuse', () => {
  // stylegan has no path length: 2 of 6 regularisers. Of the rest wgan-gp wants its penalty and relativistic its two.
  const [allowedOfStylegan, allowedOfOthers] = [3 * 4 + 1 + 1, 3 * 6 + 2 + 2];
  expect(rows.length).toBe(allowedOfStylegan + 2 * allowedOfOthers + ARCHS.length * Object.keys(WAYS).length);
});

test.each(rows)('$name: five steps', async ({ recipe }) => {
  const before = tf.memory().numTensors;
  const run = { ...tinyRun(recipe), submitted: submittedWorkDone };
  const { state } = run;
  const first = await weightsOf(state);
  const counts: number[] = [];
  const seen: (readonly [string, number])[] = [];
  for await (const event of train(run)) {
    if (event.type !== 'tick') continue;
    seen.push(...Object.entries(event.record.stats));
    if (state.step === WARM_UP || state.step === STEPS) counts.push(tf.memory().numTensors);
    if (state.step === STEPS) break;
  }
  expect(seen.filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  expect(counts.length).toBe(2);
  expect(counts[1], 'tensors after the last step and after the third').toBe(counts[0]);
  const last = await weightsOf(state);
  for (const network of ['G', 'D', 'GEma'] as const) {
    expect(last[network].every(Number.isFinite), network).toBe(true);
    expect(
      last[network].some((value, i) => value !== first[network][i]),
      `${network} changed`,
    ).toBe(true);
  }
  disposeTrainState(state);
  expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
});

test('path length and clipping bind no more buffers than a GPU has, with eight styles and many weights', async () => {
  const tiny = tinyRun({
    arch: 'stylegan2',
    resolution: 32,
    plWeight: 2,
    gRegInterval: 1,
    clipNorm: 0.5,
    tickKimg: 0.004,
  });
  // The tiny run's own slices end at 8 px.
  let start = 0;
  const feed: Feed = {
    ...tiny.feed,
    prepare: async ({ nimg }) => {
      start = nimg;
    },
    pictures: (batch, side) => madeUpSlices(1, start, batch, side),
  };
  const run = { ...tiny, feed, submitted: submittedWorkDone };
  const penalties: (number | undefined)[] = [];
  for await (const event of train(run)) {
    if (event.type === 'tick') penalties.push(event.record.stats['Loss/pl_penalty']);
    if (run.state.step === 2) break;
  }
  expect(penalties.length).toBeGreaterThan(0);
  for (const penalty of penalties) expect(penalty).toBeGreaterThan(0);
  disposeTrainState(run.state);
});

async function weightsOf({ G, D, GEma }: TrainState): Promise<Record<'G' | 'D' | 'GEma', number[]>> {
  return { G: await valuesOf(G), D: await valuesOf(D), GEma: await valuesOf(GEma) };
}

async function valuesOf(params: ParamStore): Promise<number[]> {
  return [...(await readParams(params)).values()].flatMap(({ data }) => [...data]);
}
