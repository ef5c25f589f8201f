import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { readParams } from '../../../src/model/paramStore.ts';
import type { StepBlock, TickRecord } from '../../../src/protocol/stats.ts';
import type { Recipe } from '../../../src/protocol/trainConfig.ts';
import { train } from '../../../src/training/loop.ts';
import { disposeTrainState } from '../../../src/training/trainState.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { tinyRun } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

async function trainWhole(recipe: Recipe) {
  const run = tinyRun(recipe);
  const ticks: TickRecord[] = [];
  const blocks: StepBlock[] = [];
  let sheets = 0;
  for await (const event of train(run)) {
    if (event.type === 'tick') ticks.push(event.record);
    if (event.type === 'steps') blocks.push(event.block);
    if (event.type === 'sheet') sheets++;
  }
  const weights = await readParams(run.state.G);
  const average = await readParams(run.state.GEma);
  const { nimg, step } = run.state;
  disposeTrainState(run.state);
  return { ticks, blocks, sheets, weights, average, nimg, step };
}

test.each<Recipe>([
  { loss: 'logistic' },
  { loss: 'logistic', dRegInterval: 1, r2Gamma: 0.1 },
  { loss: 'wgan-gp' },
  { nCritic: 2 },
  { nCritic: 0.5 },
  { loss: 'hinge', clipNorm: 0.1, accumulation: 2 },
])('a whole run with %o: every step reported once, all finite, nothing leaked', async (recipe) => {
  const before = tf.memory().numTensors;
  const { ticks, blocks, sheets, nimg, step } = await trainWhole(recipe);
  expect([nimg, step]).toEqual([32, 8]);
  const shown = blocks.flatMap((block) => [...block.nimg]);
  expect(shown).toEqual([4, 8, 12, 16, 20, 24, 28, 32]);
  const losses = blocks.flatMap((block) => [...block.values['Loss/G/loss'], ...block.values['Loss/D/loss']]);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(ticks.map((tick) => [tick.tick, tick.nimg, tick.resolution])).toEqual([
    [0, 8, 4],
    [1, 16, 4],
    [2, 24, 8],
    [3, 32, 8],
  ]);
  expect(sheets).toBe(2); // before the first step and at the end
  expect(tf.memory().numTensors).toBe(before);
});

test.each<Recipe>([
  { arch: 'stylegan2', plWeight: 2, gRegInterval: 2 },
  { arch: 'stylegan2', plWeight: 2, gRegInterval: 1, loss: 'relativistic', accumulation: 2 },
  { arch: 'msg', plWeight: 2, loss: 'minimax' },
  { arch: 'msg', loss: 'wgan-gp', dRegInterval: 2 },
])(
  'an architecture that does not grow, %o: one stage, all finite, every weight moves, nothing leaked',
  async (recipe) => {
    const before = tf.memory().numTensors;
    const { ticks, blocks, weights, average, nimg } = await trainWhole({ kimgPerResolution: 0.032, ...recipe });
    expect(nimg).toBe(32);
    expect(ticks.map((tick) => tick.resolution)).toEqual([8, 8, 8, 8]);
    const losses = blocks.flatMap((block) => [...block.values['Loss/G/loss'], ...block.values['Loss/D/loss']]);
    expect(losses).toHaveLength(16);
    expect(losses.every(Number.isFinite)).toBe(true);
    const penalties = ticks.map((tick) => tick.stats['Loss/pl_penalty']);
    expect(penalties.some((penalty) => penalty !== undefined)).toBe('plWeight' in recipe);
    const start = await firstWeights(recipe);
    for (const [name, { data }] of weights) expect(data, name).not.toEqual(start.get(name)?.data);
    expect(average.get('synthesis.b8.conv1.weight')?.data).not.toEqual(weights.get('synthesis.b8.conv1.weight')?.data);
    expect(tf.memory().numTensors).toBe(before);
  },
);

test.each<Recipe>([
  { arch: 'stylegan2', augment: 'ada', augmentTarget: 0, augmentKimg: 0.1 },
  { arch: 'msg', augment: 'ada', augmentOps: 'all', augmentKimg: 0.1, loss: 'relativistic' },
  { augment: 'ada', augmentKimg: 0.1, augmentP: 0.5, loss: 'wgan-gp' },
])('ADA, %o: the probability moves by whole steps and its signal is reported', async (recipe) => {
  const before = tf.memory().numTensors;
  const { ticks } = await trainWhole({ kimgPerResolution: 0.032, tickKimg: 0.016, ...recipe });
  const first = recipe.augmentP ?? 0;
  // Four steps of four reals over 0.1 kimg.
  const STEP = 0.16;
  const moves = ticks.map((tick) => tick.stats['Progress/augment'] as number);
  moves.forEach((p, i) => {
    const last = moves[i - 1] ?? first;
    const allowed = [last, last + STEP, Math.max(0, last - STEP)];
    const isAllowed = allowed.some((value) => Math.abs(p - value) < 1e-6);
    expect(isAllowed, `p ${moves}`).toBe(true);
  });
  for (const tick of ticks) expect(tick.stats['Progress/overfitting']).toEqual(expect.any(Number));
  expect(tf.memory().numTensors).toBe(before);
});

test('a fixed probability stays, and changes what the critic learns', async () => {
  const [plain, fixed] = [
    await trainWhole({}),
    await trainWhole({ augment: 'fixed', augmentP: 0.8, augmentOps: 'all' }),
  ];
  for (const tick of fixed.ticks) expect(tick.stats['Progress/augment'] ?? 0.8).toBeCloseTo(0.8);
  expect(fixed.weights).not.toEqual(plain.weights);
});

test.each<Recipe>([
  { conditional: true, labelFromKimg: 0.008, labelFullKimg: 0.024 },
  { conditional: true, arch: 'stylegan2', plWeight: 2, accumulation: 2, augment: 'ada', loss: 'relativistic' },
])('a conditional run, %o, trains its embeddings', async (recipe) => {
  const before = tf.memory().numTensors;
  const { weights } = await trainWhole({ kimgPerResolution: 0.032, ...recipe });
  const start = await firstWeights(recipe);
  for (const name of ['mapping.embed.weight', 'mapping.fc0.weight'])
    expect(weights.get(name)?.data, name).not.toEqual(start.get(name)?.data);
  expect(tf.memory().numTensors).toBe(before);
});

test('settings changed while it trains count from the next step on', async () => {
  const steady = await trainWhole({ kimgPerResolution: 0.032 });
  const run = tinyRun({ kimgPerResolution: 0.032 });
  const begun = run.config();
  let config = begun;
  const scores: number[] = [];
  for await (const event of train({ ...run, config: () => config })) {
    if (event.type === 'steps') scores.push(...event.block.values['Loss/D/loss']);
    if (run.state.nimg === 16) config = { ...begun, dLr: 0, r1Gamma: 0 };
  }
  const whole = steady.blocks.flatMap((block) => [...block.values['Loss/D/loss']]);
  expect(scores.slice(0, 4)).toEqual(whole.slice(0, 4));
  expect(scores.slice(6)).not.toEqual(whole.slice(6));
  disposeTrainState(run.state);
});

async function firstWeights(recipe: Recipe) {
  const { state } = tinyRun(recipe);
  const weights = await readParams(state.G);
  disposeTrainState(state);
  return weights;
}

test('the same recipe gives the same weights, another seed others, and GEma is an average of its own', async () => {
  const first = await trainWhole({});
  const again = await trainWhole({});
  const other = await trainWhole({ seed: 2 });
  const name = 'synthesis.b8.conv1.weight';
  expect(again.weights.get(name)?.data).toEqual(first.weights.get(name)?.data);
  expect(other.weights.get(name)?.data).not.toEqual(first.weights.get(name)?.data);
  expect(first.average.get(name)?.data).not.toEqual(first.weights.get(name)?.data);
});

test('a run that is returned early keeps its state and frees the rest', async () => {
  const run = tinyRun();
  const before = tf.memory().numTensors;
  for await (const event of train(run)) if (event.type === 'step' && run.state.nimg >= 8) break;
  expect(run.state.nimg).toBeLessThan(16);
  expect(tf.memory().numTensors).toBe(before);
  disposeTrainState(run.state);
});

test('a run whose loss stops being finite ends with a sentence', async () => {
  const run = tinyRun({ gLr: 1, dLr: 1, kimgPerResolution: 0.2, loss: 'wgan-gp', gpWeight: 10_000 });
  run.state.D.get('b4.out.bias')?.assign(tf.fill([1], Number.NaN));
  const whole = async () => {
    for await (const _ of train(run));
  };
  await expect(whole()).rejects.toThrow(/stopped being a finite number at 0\.0\d\d kimg/);
  disposeTrainState(run.state);
});
