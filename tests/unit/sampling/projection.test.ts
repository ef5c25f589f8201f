/** The search for a picture in w, on the CPU backend: its gradient, its fall, and what it finds of a picture known to be there. */
import { beforeAll, expect, test } from 'vitest';
import { randomConvMaps } from '../../../src/evaluation/randomConv.ts';
import * as tf from '../../../src/gpu/tf.ts';
import { layerCount } from '../../../src/model/networkShape.ts';
import { adamStepped, firstMoments } from '../../../src/sampling/adamOnNumbers.ts';
import { type Painter, paintStyles } from '../../../src/sampling/paintStyles.ts';
import { createSearch, rateAt } from '../../../src/sampling/projection.ts';
import { searchStart } from '../../../src/sampling/searchStart.ts';
import { latentsOf, stylesOf } from '../../../src/sampling/styles.ts';
import { createTrainState, disposeTrainState } from '../../../src/training/trainState.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { moveConstants } from '../../support/parity/cases.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const SEED = 11;
const SIDE = 16;

function painterOf(arch: 'stylegan' | 'stylegan2' | 'msg', classes: number) {
  const recipe = { arch, resolution: SIDE, seed: SEED, mappingLr: 1, conditional: classes > 0 };
  const state = createTrainState(tinyConfig(recipe), classes);
  moveConstants(state);
  const painter: Painter = { params: state.GEma, shape: state.shape, resolution: SIDE, alpha: 1, noiseSeed: SEED };
  return { painter, dispose: () => disposeTrainState(state) };
}

/** The picture of a seed in [-1,1], as bytes have it. */
async function pictureOf(painter: Painter, seed: number, label: number) {
  const { params, shape } = painter;
  const w = await stylesOf({ params, shape, psi: 1, labels: [label] }, latentsOf([seed], shape.zDim));
  const ws = Array.from({ length: layerCount(SIDE) }, () => w);
  const bytes = await paintStyles(painter, ws, { kind: 'constant', seeds: [seed] });
  return { w, target: Float32Array.from(bytes, (value) => value / 127.5 - 1) };
}

/** Few are enough for networks of four maps, and a CPU is slow. */
const STEPS = 30;

test.each([
  ['stylegan', 0],
  ['stylegan2', 0],
  ['msg', 2],
] as const)('a picture that %s with %i classes drew is found again', async (arch, classes) => {
  const { painter, dispose } = painterOf(arch, classes);
  const label = classes > 0 ? 1 : undefined;
  const { target } = await pictureOf(painter, 7, label ?? 0);
  const maps = randomConvMaps(SIDE, 1);
  const start = await searchStart(painter, label);
  const before = tf.memory().numTensors;
  const search = createSearch({ painter, target, start, steps: STEPS, seed: 3, features: maps.apply });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) losses.push(await search.step());
  const [first, last] = [await search.look(start.w), await search.look(search.w())];
  expect(last.loss).toBeLessThan(first.loss / 10);
  const nearest = search.nearest();
  expect(nearest.loss).toBeLessThanOrEqual(last.loss);
  expect((await search.look(nearest.w)).loss).toBe(nearest.loss);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(losses.slice(-5))).toBeLessThan(mean(losses.slice(0, 5)) / 2);
  search.dispose();
  expect(tf.memory().numTensors).toBe(before);
  maps.dispose();
  dispose();
});

test('the same seed finds the same, another seed goes another way', async () => {
  const { painter, dispose } = painterOf('msg', 0);
  const { target } = await pictureOf(painter, 7, 0);
  const start = await searchStart(painter, undefined);
  const found = async (seed: number) => {
    const search = createSearch({ painter, target, start, steps: 4, seed });
    for (let step = 0; step < 4; step++) await search.step();
    search.dispose();
    return [...search.w()];
  };
  const once = await found(3);
  expect(await found(3)).toEqual(once);
  expect(await found(4)).not.toEqual(once);
  dispose();
});

test('the gradient in w is that of finite differences', async () => {
  const { painter, dispose } = painterOf('stylegan2', 0);
  const { target } = await pictureOf(painter, 7, 0);
  const maps = randomConvMaps(SIDE, 1);
  const start = await searchStart(painter, undefined);
  const search = createSearch({ painter, target, start, steps: 1, seed: 0, features: maps.apply });
  const { w } = await pictureOf(painter, 8, 0);
  const { gradient } = await search.look(w);
  const STEP = 1e-2;
  for (let i = 0; i < w.length; i++) {
    const moved = (by: number) => w.map((value, j) => (i === j ? value + by : value));
    const slope = ((await search.look(moved(STEP))).loss - (await search.look(moved(-STEP))).loss) / (2 * STEP);
    const size = Math.max(...gradient.map(Math.abs));
    expect(Math.abs(slope - (gradient[i] as number))).toBeLessThan(0.02 * size);
  }
  search.dispose();
  maps.dispose();
  dispose();
});

test('the rate rises, stays and falls', () => {
  expect(rateAt(0)).toBe(0);
  expect(rateAt(0.05)).toBe(1);
  expect(rateAt(0.7)).toBe(1);
  expect(rateAt(0.875)).toBeCloseTo(0.5, 12);
  expect(rateAt(1)).toBe(0);
});

test('Adam steps as torch.optim.Adam does', () => {
  // torch 1.13: Adam([1., -2.], lr=0.1) on gradients [0.5, -1], [0.25, 3], [-1, 0.125].
  const values = Float64Array.of(1, -2);
  let moments = firstMoments(2);
  for (const gradient of [
    [0.5, -1],
    [0.25, 3],
    [-1, 0.125],
  ])
    moments = adamStepped(values, gradient, moments, 0.1);
  expect([...values]).toEqual(TORCH_ADAM.map((value) => expect.closeTo(value, 6)));
});
const TORCH_ADAM = [0.8274177428854115, -1.9901147074374546];
