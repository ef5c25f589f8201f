import { expect, test } from 'vitest';
import { STREAM } from '../../../src/random/streams.ts';
import { drawCrossover } from '../../../src/training/latents.ts';

test('styles mix as often as asked, at every crossover but never at the ends', () => {
  const LAYERS = 6;
  const drawn = Array.from({ length: 2000 }, (_, step) => drawCrossover(7, 0.25, STREAM.mixing, step, LAYERS));
  const mixed = drawn.filter((crossover) => crossover !== undefined);
  expect(mixed.length / drawn.length).toBeCloseTo(0.25, 1);
  expect([...new Set(mixed)].toSorted()).toEqual([1, 2, 3, 4, 5]);
  expect(drawCrossover(7, 0, STREAM.mixing, 3, LAYERS)).toBeUndefined();
  expect(drawCrossover(7, 1, STREAM.mixing, 3, LAYERS)).toBeDefined();
});
