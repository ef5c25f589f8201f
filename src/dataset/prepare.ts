/**
 * One decoded picture to the prepared square, by the padding rule: pad to a square with the background value; larger than
 * the target: exact area average; at least 3/4 of it: pad on to it; smaller: enlarge, and say so. It refuses to crop or
 * to stretch: a 90 x 120 slice keeps its proportions.
 */
import type { GreyPicture } from './decoders/picture.ts';
import { areaAverage, enlarge } from './resize.ts';

/** Squares of at least this share of the target are padded on to it instead of being enlarged. */
export const PAD_SHARE = 3 / 4;
const GREY_LEVELS = 256;

/** What was done to bring a picture to the target. */
export type Preparation = 'as-is' | 'padded' | 'averaged' | 'enlarged';

export interface PreparedSlice {
  /** resolution^2 bytes, row by row; the caller's own. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly preparation: Preparation;
}

/** `picture` as a square of `resolution` pixels a side, 8-bit, rounded half up. */
export function prepareSlice(picture: GreyPicture, resolution: number): PreparedSlice {
  const side = Math.max(picture.width, picture.height);
  const preparation = preparationOf(picture.width, picture.height, resolution);
  if (preparation === 'averaged') return { preparation, pixels: areaAverage(padded(picture, side), side, resolution) };
  if (preparation === 'enlarged') return { preparation, pixels: enlarge(padded(picture, side), side, resolution) };
  return { preparation, pixels: padded(picture, resolution) };
}

/** What the rule does to a picture of this size; needs no pixels. */
export function preparationOf(width: number, height: number, resolution: number): Preparation {
  const side = Math.max(width, height);
  if (side > resolution) return 'averaged';
  if (side < resolution * PAD_SHARE) return 'enlarged';
  return width === resolution && height === resolution ? 'as-is' : 'padded';
}

/** The background value: the median of the pixels along the four edges, so that a head that touches one does not count. */
export function backgroundOf({ width, height, pixels }: GreyPicture): number {
  const counts = new Uint32Array(GREY_LEVELS);
  let total = 0;
  const count = (x: number, y: number): void => {
    const level = pixels[y * width + x] as number;
    counts[level] = (counts[level] as number) + 1;
    total++;
  };
  for (let x = 0; x < width; x++) {
    count(x, 0);
    if (height > 1) count(x, height - 1);
  }
  for (let y = 1; y < height - 1; y++) {
    count(0, y);
    if (width > 1) count(width - 1, y);
  }
  let seen = 0;
  for (let level = 0; level < GREY_LEVELS; level++) {
    seen += counts[level] as number;
    // The lower median: an actual value of the border, never a mean of two.
    if (2 * seen >= total) return level;
  }
  return 0;
}

/** The picture in the middle of a square of its background; an odd pixel more goes to the right and the bottom. */
function padded(picture: GreyPicture, side: number): Uint8Array<ArrayBuffer> {
  const { width, height, pixels } = picture;
  const square = new Uint8Array(side * side);
  if (width !== side || height !== side) square.fill(backgroundOf(picture));
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  for (let y = 0; y < height; y++) square.set(pixels.subarray(y * width, (y + 1) * width), (top + y) * side + left);
  return square;
}
