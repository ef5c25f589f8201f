import { describe, expect, it } from 'vitest';
import { greyOf } from '../../../src/dataset/decoders/grey.ts';
import { backgroundOf, preparationOf, prepareSlice } from '../../../src/dataset/prepare.ts';
import golden from '../../golden/prepare.json' with { type: 'json' };

/** The picture that the golden numbers were computed from, by the rule written in the file. */
function picture(width: number, height: number) {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels[y * width + x] = ((x * 37 + y * 91 + x * y * 13) % 241) + 9;
  return { width, height, channels: 1, pixels } as const;
}

describe('the padding rule', () => {
  it.each(golden.prepared)('gives numpy’s numbers for $width x $height at $resolution', (expected) => {
    const source = picture(expected.width, expected.height);
    expect(backgroundOf(source, 0)).toBe(expected.background);
    expect(Array.from(prepareSlice(source, expected.resolution).pixels)).toEqual(expected.pixels);
  });

  it.each([
    [90, 120, 64, 'averaged'],
    [90, 120, 128, 'padded'],
    [28, 28, 32, 'padded'],
    [24, 10, 32, 'padded'],
    [23, 10, 32, 'enlarged'],
    [64, 64, 64, 'as-is'],
    [64, 20, 64, 'padded'],
  ] as const)('%i x %i at %i is %s', (width, height, resolution, preparation) => {
    expect(preparationOf(width, height, resolution)).toBe(preparation);
  });

  it('keeps the proportions of a 90 x 120 slice and fills the sides with the background', () => {
    const width = 90;
    const height = 120;
    const background = 7;
    const pixels = new Uint8Array(width * height).fill(background);
    for (let y = 30; y < 90; y++) pixels.fill(200, y * width + 30, y * width + 60); // 30 wide, 60 high
    const { pixels: square } = prepareSlice({ width, height, channels: 1, pixels }, 128);
    const columns = new Set<number>();
    const rows = new Set<number>();
    square.forEach((value, at) => {
      expect([background, 200]).toContain(value);
      if (value === 200) {
        columns.add(at % 128);
        rows.add(Math.floor(at / 128));
      }
    });
    expect([columns.size, rows.size]).toEqual([30, 60]);
    expect([Math.min(...columns), Math.min(...rows)]).toEqual([19 + 30, 4 + 30]);
  });

  it('takes the median of the border, so that a head at one edge does not count', () => {
    const pixels = new Uint8Array(100).fill(3);
    pixels.fill(250, 0, 10);
    expect(backgroundOf({ width: 10, height: 10, channels: 1, pixels }, 0)).toBe(3);
  });
});

it('turns colour to grey as PIL does, and leaves grey alone', () => {
  const { rgb, grey } = golden.luma;
  const rgba = rgb.flatMap((colour) => [...colour, 255]);
  expect(Array.from(greyOf(rgba, rgb.length))).toEqual(grey);
  const levels = Array.from({ length: 256 }, (_, level) => level);
  const greys = levels.flatMap((level) => [level, level, level, 255]);
  expect(Array.from(greyOf(greys, 256))).toEqual(levels);
});
