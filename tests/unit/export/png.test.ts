import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { encodeGreyPng } from '../../../src/export/png.ts';
import { bits } from '../../../src/random/draws.ts';

test.each([
  [1, 1],
  [7, 3],
  [3, 7],
  [256, 130],
])('a grey PNG of %i x %i decodes to the same pixels, checksums checked', async (width, height) => {
  const pixels = Uint8Array.from(bits(width, 0, height, width * height), (word) => word >>> 24);
  const kept = pixels.slice();
  const png = await encodeGreyPng(pixels, width, height);
  const back = decode(png, { checkCrc: true });
  expect([back.width, back.height, back.channels, back.depth]).toEqual([width, height, 1, 8]);
  expect([...back.data]).toEqual([...kept]);
  expect(pixels).toEqual(kept);
});

test('a smooth picture packs to a small share of its pixels', async () => {
  const side = 128;
  const pixels = Uint8Array.from({ length: side * side }, (_, i) => (i % side) + Math.floor(i / side) / 2);
  expect((await encodeGreyPng(pixels, side, side)).length).toBeLessThan(pixels.length / 10);
});

test('a size that does not fit the pixels is refused with both counts', async () => {
  await expect(encodeGreyPng(new Uint8Array(5), 2, 3)).rejects.toThrow(/2 x 3 has 6 pixels, but got 5/);
  await expect(encodeGreyPng(new Uint8Array(0), 0, 3)).rejects.toThrow(/width 0/);
});
