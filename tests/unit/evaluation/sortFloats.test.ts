import { expect, test } from 'vitest';
import { floatSorter } from '../../../src/evaluation/sortFloats.ts';
import { normals } from '../../../src/random/draws.ts';

test.each([0, 1, 2, 5000])('%i floats come out as the built-in sort orders them, twice with one sorter', (count) => {
  const sort = floatSorter(count);
  for (const seed of [1, 2]) {
    const values = normals(seed, 0, 0, count).map((value, i) => (i % 7 === 0 ? 0 : value * 10 ** ((i % 61) - 30)));
    const expected = values.slice().sort();
    sort(values);
    expect(values).toEqual(expected);
  }
});

test('signs, zeros, ties and infinities', () => {
  const values = Float32Array.of(3, -1, Number.POSITIVE_INFINITY, 0, -2, 3, Number.NEGATIVE_INFINITY, -1, 1e-45);
  floatSorter(values.length)(values);
  expect([...values]).toEqual([
    Number.NEGATIVE_INFINITY,
    -2,
    -1,
    -1,
    0,
    Math.fround(1e-45),
    3,
    3,
    Number.POSITIVE_INFINITY,
  ]);
});
