import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { encodePng, withTexts } from '../../../src/export/png.ts';
import { bits } from '../../../src/random/draws.ts';

const SIZES = [
  [1, 1],
  [7, 3],
  [3, 7],
  [256, 130],
] as const;

test.each(SIZES.flatMap(([width, height]) => ([1, 3] as const).map((channels) => [width, height, channels] as const)))(
  'a PNG of %i x %i with %i channels decodes to the same pixels, checksums checked',
  async (width, height, channels) => {
    const pixels = Uint8Array.from(bits(width, 0, height, width * height * channels), (word) => word >>> 24);
    const kept = pixels.slice();
    const png = await encodePng(pixels, width, height, channels);
    const back = decode(png, { checkCrc: true });
    expect([back.width, back.height, back.channels, back.depth]).toEqual([width, height, channels, 8]);
    expect([...back.data]).toEqual([...kept]);
    expect(pixels).toEqual(kept);
  },
);

test('a smooth picture packs to a small share of its pixels', async () => {
  const side = 128;
  const pixels = Uint8Array.from({ length: side * side }, (_, i) => (i % side) + Math.floor(i / side) / 2);
  expect((await encodePng(pixels, side, side, 1)).length).toBeLessThan(pixels.length / 10);
});

test('a size that does not fit the pixels is refused with both counts', async () => {
  await expect(encodePng(new Uint8Array(5), 2, 3, 1)).rejects.toThrow(/2 x 3 with 1 channels has 6 values, but got 5/);
  await expect(encodePng(new Uint8Array(6), 2, 3, 3)).rejects.toThrow(/2 x 3 with 3 channels has 18 values, but got 6/);
  await expect(encodePng(new Uint8Array(0), 0, 3, 1)).rejects.toThrow(/width 0/);
});

test('words are added to a picture that has some, and its pixels stay', async () => {
  const png = await encodePng(Uint8Array.of(1, 2, 3, 4), 2, 2, 1, { seed: '7' });
  const back = decode(withTexts(png, { 'Copies of training slices': 'None, nor an Ω.' }), { checkCrc: true });
  expect([...back.data]).toEqual([1, 2, 3, 4]);
  expect(back.text?.seed).toBe('7');
  const plain = decode(withTexts(png, { 'Exported in spite of copies': 'They are phantoms.' }), { checkCrc: true });
  expect(plain.text).toEqual({ seed: '7', 'Exported in spite of copies': 'They are phantoms.' });
  expect(() => withTexts(Uint8Array.of(1, 2, 3), {})).toThrow(/no PNG/);
});
