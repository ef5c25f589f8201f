/** Several dense layers in few kernels against each as a layer of its own: outputs and all gradients. */
import { expect, test } from 'vitest';
import { createArena } from '../../src/gpu/arena.ts';
import * as tf from '../../src/gpu/tf.ts';
import { type DenseLayer, denseLayers } from '../../src/ops/denseLayers.ts';
import { sumOf } from '../../src/ops/sumOf.ts';
import { startedBackend } from './support/backend.ts';
import { tensorOf, values } from './support/derivatives.ts';

startedBackend();

const GAIN = 0.3;

/** Outputs, then the gradients of x and of each parameter. `outputs`: of each layer. */
async function outcome(rows: number, features: number, outputs: readonly number[], isTogether: boolean) {
  const shapes = new Map(
    outputs.flatMap((to, l): [string, number[]][] => [
      [`${l}.weight`, [features, to]],
      [`${l}.bias`, [to]],
    ]),
  );
  const arena = createArena(shapes, {
    inOneBuffer: true,
    isTrainable: true,
    valuesOf: (name) =>
      values(tf.util.sizeFromShape([...(shapes.get(name) as number[])]), name.length + Number(name[0])),
  });
  const before = tf.memory().numTensors;
  const layers = outputs.map(
    (_, l) =>
      ({ weight: arena.variables.get(`${l}.weight`), bias: arena.variables.get(`${l}.bias`) }) as unknown as DenseLayer,
  );
  const x = tf.variable(tensorOf([rows, features], 1)) as tf.Variable<tf.Rank.R2>;
  const run = () => denseLayers(x, layers, GAIN, isTogether ? arena.whole : undefined);
  const results = tf.tidy(() => {
    const made = run();
    const variables = [x, ...arena.variables.values()];
    const { grads } = tf.variableGrads(
      () => sumOf(run().map((y, l) => tf.sum(tf.mul(tf.square(y), tensorOf(y.shape, l))))) as tf.Scalar,
      variables as tf.Variable[],
    );
    return [...made, ...variables.map((variable) => grads[variable.name] as tf.Tensor)];
  });
  const arrays = await Promise.all(results.map(async (tensor) => [...((await tensor.data()) as Float32Array)]));
  tf.dispose([x, ...results]);
  expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1); // tensorOf's start of x
  arena.dispose();
  return arrays;
}

test.each([
  { rows: 8, features: 16, outputs: [8, 4, 12, 8, 8, 8, 4, 8, 16, 8, 20, 8, 4, 8] },
  { rows: 3, features: 5, outputs: [3, 7, 4] },
  { rows: 1, features: 6, outputs: [2] },
])('$rows rows of $features to $outputs', async ({ rows, features, outputs }) => {
  const expected = await outcome(rows, features, outputs, false);
  const actual = await outcome(rows, features, outputs, true);
  expect(actual.length).toBe(expected.length);
  for (const [i, numbers] of expected.entries()) {
    const size = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    const worst = numbers.reduce(
      (most, value, k) => Math.max(most, Math.abs(value - (actual[i]?.[k] ?? Number.NaN))),
      0,
    );
    expect(worst / size, `result ${i}`).toBeLessThan(2e-5);
  }
});
