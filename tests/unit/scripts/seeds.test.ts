/** Lists of seeds as people write them, and the names of their pictures. */
import { expect, it } from 'vitest';
import { pictureName, seedsFrom } from '../../../scripts/lib/seeds.mjs';

it('reads single seeds and ranges, in order and each once', () => {
  expect(seedsFrom('0-3,12, 2 ,4294967295')).toEqual([0, 1, 2, 3, 12, 4_294_967_295]);
  expect(seedsFrom('7')).toEqual([7]);
});

it('names what is no seed', () => {
  for (const text of ['', 'a', '3-1', '-1', '1.5', '0-9,', '4294967296'])
    expect(() => seedsFrom(text)).toThrow(/is not a seed/);
});

it('refuses more pictures than a folder can take', () => {
  expect(() => seedsFrom('0-99999999')).toThrow(/more than 100000/);
});

it('names pictures so that they sort', () => {
  expect([pictureName(7), pictureName(123_456)]).toEqual(['seed0007.png', 'seed123456.png']);
});
