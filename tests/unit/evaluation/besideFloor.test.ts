import { expect, test } from 'vitest';
import { besideFloor, halves } from '../../../src/evaluation/besideFloor.ts';
import { chosenFeatures } from '../../../src/evaluation/features.ts';
import { frechetDistance } from '../../../src/evaluation/frechet.ts';
import { meanDiscrepancy } from '../../../src/evaluation/kid.ts';
import { COUNT, vectors } from './madeUp.ts';

const reals = vectors(0);
const choose = chosenFeatures;
const measure = (first: typeof reals, second: typeof reals) => ({
  kid: meanDiscrepancy(first, second),
  frechet: frechetDistance(first, second),
});

test('halves hold every picture once, share no group, and are about as large', () => {
  const groups = Array.from({ length: 100 }, (_, i) => Math.floor(i / 7));
  const [first, second] = halves(groups, 1, 0);
  expect([...first, ...second].sort((x, y) => x - y)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  const of = (half: Uint32Array) => new Set([...half].map((i) => groups[i]));
  expect([...of(first)].some((group) => of(second).has(group))).toBe(false);
  expect(Math.abs(first.length - second.length)).toBeLessThanOrEqual(7);
  expect(halves(groups, 1, 0)).toEqual([first, second]);
  expect(halves(groups, 2, 0)).not.toEqual([first, second]);
});

test('fakes like the reals lie at the floor, unlike ones above its interval', () => {
  const like = besideFloor({ reals, fakes: vectors(1), choose, measure });
  expect([like.count, like.rounds]).toEqual([COUNT / 2, 41]);
  const { value, floorInterval, floor } = like.numbers.frechet;
  expect(value).toBeLessThan(1.2 * floor);
  expect(floorInterval.low).toBeLessThan(floor);
  const unlike = besideFloor({ reals, fakes: vectors(2, 0.9, 0.8), choose, measure });
  expect(unlike.numbers.frechet.interval?.low).toBeGreaterThan(unlike.numbers.frechet.floorInterval.high);
  expect(unlike.numbers.kid.interval?.low).toBeGreaterThan(unlike.numbers.kid.floorInterval.high);
});

test('groups that differ raise the floor, which pictures split one by one hide', () => {
  const shifted = vectors(1, 1, 1);
  const mixed = { ...reals, values: Float32Array.from([...reals.values, ...shifted.values]), count: 2 * COUNT };
  const groups = Array.from({ length: 2 * COUNT }, (_, i) => Math.floor(i / COUNT));
  const byGroup = besideFloor({ reals: mixed, groups, choose, measure, rounds: 3 }).numbers.kid.floor;
  const byPicture = besideFloor({ reals: mixed, choose, measure, rounds: 3 }).numbers.kid.floor;
  expect(byGroup).toBeGreaterThan(byPicture + 0.5);
});

test('held-out reals are the floor where there are some, and without fakes there is a floor alone', () => {
  const { numbers, count } = besideFloor({
    reals,
    heldOut: chosenFeatures(vectors(1), [0, 1, 2, 3, 4]),
    choose,
    measure,
  });
  expect(count).toBe(5);
  expect(numbers.kid.value).toBeUndefined();
  expect(numbers.kid.interval).toBeUndefined();
  expect(Number.isFinite(numbers.kid.floor)).toBe(true);
});

test('the same seed gives the same report; one group alone is refused', () => {
  const report = (seed: number) => besideFloor({ reals, fakes: vectors(1), choose, measure, seed, rounds: 3 });
  expect(report(4)).toEqual(report(4));
  expect(report(4)).not.toEqual(report(5));
  const groups = new Uint8Array(COUNT);
  expect(() => besideFloor({ reals, groups, choose, measure })).toThrow(/at least two groups/);
});

test('floors of before are taken as they are, for as many pictures alone; at most so many are compared', () => {
  const inputs = { reals, fakes: vectors(1), choose, measure, rounds: 3, most: 40 };
  const first = besideFloor(inputs);
  expect(first.count).toBe(40);
  let measured = 0;
  const counted = (x: typeof reals, y: typeof reals) => {
    measured++;
    return measure(x, y);
  };
  const told: number[] = [];
  const progress = (done: number, of: number) => told.push(done / of);
  const knownFloor = (name: 'kid' | 'frechet', count: number) => (count === 40 ? first.numbers[name] : undefined);
  expect(besideFloor({ ...inputs, measure: counted, knownFloor, progress })).toEqual(first);
  // Of the number that a floor came with nothing else is taken.
  const others = { ...inputs, fakes: vectors(2, 0.9, 0.8) };
  expect(besideFloor({ ...others, knownFloor })).toEqual(besideFloor(others));
  expect([measured, told]).toEqual([3, [1 / 3, 2 / 3, 1]]);
  expect(besideFloor({ ...inputs, measure: counted, most: 30, knownFloor }).numbers).not.toEqual(first.numbers);
  expect(measured).toBe(9);
});
