import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { chooseStyle, drawCrossover } from '../../../src/ops/styleMixing.ts';
import { STREAM } from '../../../src/random/streams.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';

beforeAll(useCpuBackend);

const LAYERS = 6;
const drawnAt = (step: number, probability: number) => {
  const crossover = drawCrossover({ seed: 7, stream: STREAM.mixing, step }, probability, LAYERS);
  const [value = Number.NaN] = crossover.dataSync();
  crossover.dispose();
  return value;
};

test('styles mix as often as asked, at every crossover but never at the first layer', () => {
  const drawn = Array.from({ length: 2000 }, (_, step) => drawnAt(step, 0.25));
  const mixed = drawn.filter((crossover) => crossover < LAYERS);
  expect(mixed.length / drawn.length).toBeCloseTo(0.25, 1);
  expect([...new Set(drawn)].toSorted()).toEqual([1, 2, 3, 4, 5, LAYERS]);
  expect(drawnAt(3, 0)).toBe(LAYERS);
  expect(drawnAt(3, 1)).toBeLessThan(LAYERS);
});

test('a layer takes the first style below the crossover and the second from it on, and so do the gradients', () => {
  const [first, second] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]])];
  const crossover = tf.tensor1d([2]);
  for (const layer of [1, 2, 3]) {
    const takesSecond = layer >= 2;
    expect([...chooseStyle(first, second, crossover, layer).dataSync()]).toEqual(takesSecond ? [3, 4] : [1, 2]);
    const [toFirst, toSecond] = tf.grads((a, b) =>
      tf.sum(chooseStyle(a as tf.Tensor2D, b as tf.Tensor2D, crossover, layer)),
    )([first, second]) as [tf.Tensor, tf.Tensor];
    expect([...toFirst.dataSync()]).toEqual(takesSecond ? [0, 0] : [1, 1]);
    expect([...toSecond.dataSync()]).toEqual(takesSecond ? [1, 1] : [0, 0]);
  }
  expect(() => chooseStyle(first, tf.zeros([1, 3]), crossover, 1)).toThrow(/one shape/);
});
