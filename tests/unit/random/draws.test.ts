import { expect, test } from 'vitest';
import { bits, latentOfSeed, normals, permutation, uniforms } from '../../../src/random/draws.ts';
import { philox } from '../../../src/random/philox.ts';
import { STREAM } from '../../../src/random/streams.ts';

const COUNT = 200_000;

test('bits follow the written layout, steps beyond 32 bits included', () => {
  const step = 5 * 2 ** 32 + 7;
  const words = bits(3, STREAM.noise, step, 10);
  expect(words).toHaveLength(10);
  expect([...words.slice(4, 8)]).toEqual(philox([1, 0, 7, 5], [3, STREAM.noise]));
  expect([...words.slice(8)]).toEqual(philox([2, 0, 7, 5], [3, STREAM.noise]).slice(0, 2));
});

test('a longer draw begins with the shorter one', () => {
  expect([...normals(1, 2, 3, 9).slice(0, 5)]).toEqual([...normals(1, 2, 3, 5)]);
  expect([...uniforms(1, 2, 3, 9).slice(0, 6)]).toEqual([...uniforms(1, 2, 3, 6)]);
});

test('seed, stream and step each change the numbers', () => {
  const base = [...bits(1, 2, 3, 8)];
  for (const other of [bits(2, 2, 3, 8), bits(1, 3, 3, 8), bits(1, 2, 4, 8), bits(1, 2, 3 + 2 ** 32, 8)])
    expect([...other].filter((word, i) => word === base[i])).toEqual([]);
});

test('no two purposes share a stream', () => {
  const ids = Object.values(STREAM);
  expect(new Set(ids).size).toBe(ids.length);
});

test('uniforms lie in [0,1) and fill it evenly', () => {
  const values = uniforms(7, STREAM.latent, 0, COUNT);
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  const bins = new Array<number>(16).fill(0);
  for (const value of values) {
    bins[Math.floor(value * 16)] = (bins[Math.floor(value * 16)] as number) + 1;
  }
  const expected = COUNT / 16;
  const chiSquared = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 15 degrees of freedom: above 37.7 once in a thousand seeds.
  expect(chiSquared).toBeLessThan(37.7);
});

test('normals have the moments of the standard normal', () => {
  const values = normals(7, STREAM.latent, 1, COUNT);
  const mean = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / COUNT;
  // Four standard errors of each moment: sqrt(Var(x^k) / COUNT) with variances 1, 2, 15 and 96.
  const error = (variance: number) => 4 * Math.sqrt(variance / COUNT);
  expect(Math.abs(mean(1))).toBeLessThan(error(1));
  expect(Math.abs(mean(2) - 1)).toBeLessThan(error(2));
  expect(Math.abs(mean(3))).toBeLessThan(error(15));
  expect(Math.abs(mean(4) - 3)).toBeLessThan(error(96));
  let neighbours = 0;
  for (let i = 1; i < COUNT; i++) neighbours += (values[i - 1] as number) * (values[i] as number);
  expect(Math.abs(neighbours / COUNT)).toBeLessThan(error(1));
});

test('permutation gives every order of four equally often', () => {
  const rounds = 24_000;
  const seen = new Map<string, number>();
  for (let step = 0; step < rounds; step++) {
    const order = permutation(5, STREAM.batchOrder, step, 4).join();
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(24);
  const expected = rounds / 24;
  const chiSquared = [...seen.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 23 degrees of freedom: above 49.7 once in a thousand seeds.
  expect(chiSquared).toBeLessThan(49.7);
});

test('permutation keeps every index once, for the smallest and for large n', () => {
  expect([...permutation(1, 2, 3, 0)]).toEqual([]);
  expect([...permutation(1, 2, 3, 1)]).toEqual([0]);
  const order = permutation(1, 2, 3, 10_007);
  expect(new Set(order).size).toBe(10_007);
  expect(Math.max(...order)).toBe(10_006);
});

test('out-of-range arguments are named', () => {
  expect(() => bits(-1, 1, 0, 4)).toThrow(/seed -1/);
  expect(() => bits(1.5, 1, 0, 4)).toThrow(/seed 1.5/);
  expect(() => bits(1, 2 ** 32, 0, 4)).toThrow(/stream 4294967296/);
  expect(() => normals(1, 1, 0.5, 4)).toThrow(/step 0.5/);
  expect(() => permutation(1, 1, 0, -2)).toThrow(/n -2/);
});

test('the z of a seed is the sample stream at step 0', () => {
  expect([...latentOfSeed(9, 5)]).toEqual([...normals(9, STREAM.sampleLatent, 0, 5)]);
});
