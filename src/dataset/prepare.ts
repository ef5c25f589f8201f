/**
 * One decoded picture to the prepared square, by the padding rule: pad to a square with the background value; larger than
 * the target: exact area average; at least 3/4 of it: pad on to it; smaller: enlarge, and say so. It refuses to crop or
 * to stretch: a 90 x 120 slice keeps its proportions.
 */
import type { Picture } from './decoders/picture.ts';
import { areaAverage, enlarge } from './resize.ts';

/** Squares of at least this share of the target are padded on to it instead of being enlarged. */
export const PAD_SHARE = 3 / 4;
const GREY_LEVELS = 256;

/** Size and bytes, without what else a decoder says of a picture. */
type Pixels = Pick<Picture, 'width' | 'height' | 'channels' | 'pixels'>;

/** What was done to bring a picture to the target. */
export type Preparation = 'as-is' | 'padded' | 'averaged' | 'enlarged';

export interface PreparedSlice {
  /** resolution^2 * channels bytes, row by row, the picture's own channels; the caller's own. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly preparation: Preparation;
}

/** `picture` as a square of `resolution` pixels a side, 8-bit, rounded half up. */
export function prepareSlice(picture: Pixels, resolution: number): PreparedSlice {
  const { channels } = picture;
  const side = Math.max(picture.width, picture.height);
  const preparation = preparationOf(picture.width, picture.height, resolution);
  if (preparation === 'averaged')
    return { preparation, pixels: areaAverage(padded(picture, side), side, resolution, channels) };
  if (preparation === 'enlarged')
    return { preparation, pixels: enlarge(padded(picture, side), side, resolution, channels) };
  return { preparation, pixels: padded(picture, resolution) };
}

/** What the rule does to a picture of this size; needs no pixels. */
export function preparationOf(width: number, height: number, resolution: number): Preparation {
  const side = Math.max(width, height);
  if (side > resolution) return 'averaged';
  if (side < resolution * PAD_SHARE) return 'enlarged';
  return width === resolution && height === resolution ? 'as-is' : 'padded';
}

/** A channel's background: the median of its values along the four edges, so that a head that touches one does not count. */
export function backgroundOf({ width, height, channels, pixels }: Pixels, channel: number): number {
  const counts = new Uint32Array(GREY_LEVELS);
  let total = 0;
  const count = (x: number, y: number): void => {
    const level = pixels[(y * width + x) * channels + channel] as number;
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
function padded(picture: Pixels, side: number): Uint8Array<ArrayBuffer> {
  const { width, height, channels, pixels } = picture;
  const square = new Uint8Array(side * side * channels);
  if (width !== side || height !== side) {
    const background = Array.from({ length: channels }, (_, channel) => backgroundOf(picture, channel));
    for (let at = 0; at < square.length; at++) square[at] = background[at % channels] as number;
  }
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  const row = width * channels;
  for (let y = 0; y < height; y++)
    square.set(pixels.subarray(y * row, (y + 1) * row), ((top + y) * side + left) * channels);
  return square;
}
