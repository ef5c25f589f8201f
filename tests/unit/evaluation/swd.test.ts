import { expect, test } from 'vitest';
import { greyImages } from '../../../src/evaluation/greyImages.ts';
import { mulberry32 } from '../../../src/evaluation/mulberry32.ts';
import { slicedWasserstein } from '../../../src/evaluation/swd.ts';
import golden from '../../golden/swd-reference.json' with { type: 'json' };
import { boxMean, noisePictures } from './noisePictures.ts';

const a = noisePictures(11, golden.count);
const c = noisePictures(12, golden.count);
const b = boxMean(c);
/** The reference projects in float32, we in float64: the last digits differ. */
const RELATIVE = 1e-5;

test('the generator and the pictures are the reference’s', () => {
  const random = mulberry32(1);
  expect([random(), random(), random()]).toEqual(golden.mulberry32Seed1);
  const sum = (pixels: Uint8Array) => pixels.reduce((total, value) => total + value, 0);
  expect([sum(a.pixels), sum(b.pixels)]).toEqual([golden.sumA, golden.sumB]);
});

test.each([
  ['alike', c, golden.swdAC],
  ['different', b, golden.swdAB],
] as const)('sets that are %s have the distance that the reference measures', (_, other, expected) => {
  const { levels, mean } = slicedWasserstein(a, other);
  expect(levels.map(({ side }) => side)).toEqual([32, 16]);
  levels.forEach(({ distance }, i) => {
    const wanted = expected[i] as number;
    expect(Math.abs(distance - wanted)).toBeLessThan(RELATIVE * wanted);
  });
  expect(mean).toBeCloseTo(((levels[0]?.distance ?? 0) + (levels[1]?.distance ?? 0)) / 2, 9);
});

test('levels follow the size: one at 8 and 16 px, three at 64 px', () => {
  const sidesAt = (side: number) => {
    const noise = greyImages(a.pixels.slice(0, 8 * 64 * 64), 64).pixels.slice(0, 4 * side * side);
    return slicedWasserstein(greyImages(noise, side), greyImages(noise, side)).levels.map((level) => level.side);
  };
  expect(sidesAt(8)).toEqual([8]);
  expect(sidesAt(16)).toEqual([16]);
  expect(sidesAt(64)).toEqual([64, 32, 16]);
});

test('a set of one grey value has a finite distance', () => {
  const flat = greyImages(new Uint8Array(4 * 256).fill(9), 16);
  expect(slicedWasserstein(flat, flat).mean).toBe(0);
});

test('sets that cannot be compared are refused with their sizes', () => {
  const few = greyImages(a.pixels.slice(0, 1024 * 3), 32);
  expect(() => slicedWasserstein(a, few)).toThrow(/50 pictures of 32 px and the other 3 of 32 px/);
  const odd = greyImages(new Uint8Array(36 * 36), 36);
  expect(() => slicedWasserstein(odd, odd)).toThrow(/pictures of 36 px/);
  const small = greyImages(new Uint8Array(16), 4);
  expect(() => slicedWasserstein(small, small)).toThrow(/pictures of 4 px/);
  const none = greyImages(new Uint8Array(0), 16);
  expect(() => slicedWasserstein(none, none)).toThrow(/empty/);
  expect(() => greyImages(new Uint8Array(100), 16)).toThrow(/100 pixels/);
});
