/** The made-up arrays on which tests/golden/metrics.py computes its reference: the same numbers from the same draws. */
import { type Features, featuresOf } from '../../../src/evaluation/features.ts';
import { type GreyImages, greyImages } from '../../../src/evaluation/greyImages.ts';
import { normals, uniforms } from '../../../src/random/draws.ts';

/** A stream of the tests alone. */
const TEST_METRICS = 993;
const SEED = 5;
export const WIDTH = 24;
export const COUNT = 120;
const COARSE = 16;
const COARSE_STEP = 100;
const FINE_STEP = 200;

/** 120 vectors of 24 normals, every one leaning on its first; `step` chooses them. */
export function vectors(step: number, scale = 1, shift = 0): Features {
  const moved = normals(SEED, TEST_METRICS, step, COUNT * WIDTH).map((value) => value * scale + shift);
  const leaning = moved.map((value, at) => {
    const first = at - (at % WIDTH);
    return at === first ? value : value + 0.5 * (moved[first] as number);
  });
  return featuresOf(leaning, WIDTH, 'made up');
}

/** One picture [side, side]: coarse squares that pictures 2i and 2i + 1 share, and a quarter of noise of its own. */
export function picture(side: number, number: number): Uint8Array<ArrayBuffer> {
  const bytes = (step: number, count: number) =>
    uniforms(SEED, TEST_METRICS, step, count).map((value) => Math.floor(256 * value));
  const coarse = bytes(COARSE_STEP + Math.floor(number / 2), COARSE * COARSE);
  return Uint8Array.from(bytes(FINE_STEP + number, side * side), (fine, at) => {
    const y = Math.floor((Math.floor(at / side) * COARSE) / side);
    const x = Math.floor(((at % side) * COARSE) / side);
    return Math.floor((3 * (coarse[y * COARSE + x] as number) + fine) / 4);
  });
}

/** Pictures `from` to `from + count - 1`. */
export function pictures(side: number, from: number, count: number): GreyImages {
  const pixels = new Uint8Array(count * side * side);
  for (let i = 0; i < count; i++) pixels.set(picture(side, from + i), i * side * side);
  return greyImages(pixels, side);
}
