/** What is drawn on the GPU beside the numbers of random/: the same bits, whatever the step. */
import { expect, test } from 'vitest';
import * as tf from '../../src/gpu/tf.ts';
import { liveNumber } from '../../src/ops/liveNumber.ts';
import { setOpsMode } from '../../src/ops/mode.ts';
import { randomNormal, randomNormalParts } from '../../src/ops/randomNormal.ts';
import { randomUniform } from '../../src/ops/randomUniform.ts';
import { chooseStyle, drawCrossover } from '../../src/ops/styleMixing.ts';
import { uniforms } from '../../src/random/draws.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

const SEED = 11;
const STREAM = 5;
/** The last is beyond 32 bits. */
const STEPS = [0, 1, 77, 2 ** 32 + 3];

async function valuesOf(tensor: tf.Tensor): Promise<number[]> {
  const values = [...((await tensor.data()) as Float32Array)];
  tensor.dispose();
  return values;
}

test.each(STEPS)('uniform numbers of step %s', async (step) => {
  for (const count of [1, 4, 70])
    expect(await valuesOf(randomUniform([count], { seed: SEED, stream: STREAM, step: () => step }))).toEqual([
      ...uniforms(SEED, STREAM, step, count),
    ]);
});

test('normals of several steps in one draw are those of each step', async () => {
  const parts = [
    { count: 16, after: 1 },
    { count: 64, after: 2 },
    { count: 4, after: 5 },
  ];
  for (const step of [0, 64, 2 ** 32 + 128]) {
    const alone = parts.map(({ count, after }) =>
      randomNormal([count], { seed: SEED, stream: STREAM, step: step + after }),
    );
    const expected = (await Promise.all(alone.map(valuesOf))).flat();
    expect(await valuesOf(randomNormalParts(parts, { seed: SEED, stream: STREAM, step: () => step }))).toEqual(
      expected,
    );
    setOpsMode('reference');
    const reference = await valuesOf(randomNormalParts(parts, { seed: SEED, stream: STREAM, step }));
    setOpsMode('fused');
    for (const [i, value] of reference.entries()) expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-6);
  }
});

test('crossover layers', async () => {
  for (const [layers, probability] of [
    [2, 0.9],
    [14, 0.9],
    [8, 0],
    [8, 1],
  ] as const)
    for (let step = 0; step < 60; step++) {
      const draw = { seed: SEED, stream: STREAM, step };
      const fused = await valuesOf(drawCrossover(draw, probability, layers));
      setOpsMode('reference');
      const reference = await valuesOf(drawCrossover(draw, probability, layers));
      setOpsMode('fused');
      expect(fused).toEqual(reference);
    }
});

test('the style of a layer, with its gradients', async () => {
  const first = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  const second = tf.neg(first) as tf.Tensor2D;
  const crossover = tf.tensor1d([2]);
  for (const layer of [1, 2]) {
    expect(await valuesOf(chooseStyle(first, second, crossover, layer))).toEqual(
      await valuesOf(tf.clone(layer < 2 ? first : second)),
    );
    const square = (a: tf.Tensor, b: tf.Tensor) =>
      tf.sum(tf.square(chooseStyle(a as tf.Tensor2D, b as tf.Tensor2D, crossover, layer)));
    const gradients = tf.grads(square)([first, second]) as tf.Tensor[];
    const zeros = [0, 0, 0, 0, 0, 0];
    const [toFirst, toSecond] = [await valuesOf(gradients[0] as tf.Tensor), await valuesOf(gradients[1] as tf.Tensor)];
    expect(toFirst).toEqual(layer < 2 ? [2, 4, 6, 8, 10, 12] : zeros);
    expect(toSecond.map(Math.abs)).toEqual(layer < 2 ? zeros : [2, 4, 6, 8, 10, 12]);
  }
  tf.dispose([first, second, crossover]);
});

test('a live number is what it is when it is used', async () => {
  let value = 0.125;
  const live = () => value;
  expect(await valuesOf(liveNumber(live))).toEqual([0.125]);
  value = -3;
  expect(await valuesOf(liveNumber(live))).toEqual([-3]);
});
