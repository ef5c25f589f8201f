import { expect, test } from 'vitest';
import { numpyPermutation } from '../../../scripts/evaluate/numpyPermutation.mjs';

/** From numpy 1.24: RandomState(7).permutation(n), the first eight, and the checksum of all: sum of i * order[i]. */
const NUMPY = [
  { seed: 7, n: 5, first: [0, 3, 2, 1, 4], checksum: 26 },
  { seed: 7, n: 1254, first: [1187, 1070, 1025, 1224, 151, 855, 318, 1086], checksum: 492976265 },
  { seed: 7, n: 2000, first: [1072, 1048, 204, 694, 1758, 284, 1866, 1926], checksum: 2004798067 },
  {
    seed: 4294967295,
    n: 70000,
    first: [14972, 66828, 49490, 22806, 60806, 3027, 27111, 36464],
    checksum: 85782044852776,
  },
];

test.each(NUMPY)('the order of $n is numpy’s', ({ seed, n, first, checksum }) => {
  const order = numpyPermutation(seed, n);
  expect([...order.slice(0, first.length)]).toEqual(first);
  expect(order.reduce((sum, value, i) => sum + i * value, 0)).toBe(checksum);
  expect(new Set(order).size).toBe(n);
});
