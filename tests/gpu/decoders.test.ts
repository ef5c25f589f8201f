/** The browser's decoders against independent ones: PNG must come through exactly, JPEG within the rounding of another IDCT. */
import { decode as decodePng, encode as encodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { pictureFacts } from '../../src/dataset/decoders/facts.ts';
import { greyOf } from '../../src/dataset/decoders/grey.ts';
import { PictureError } from '../../src/dataset/decoders/picture.ts';
import { platformDecoder } from '../../src/dataset/decoders/platform.ts';
import { bits } from '../../src/random/draws.ts';
import golden from '../golden/jpeg.json' with { type: 'json' };

const STREAM = 97;
/** jpeg-js and libjpeg-turbo round their transforms differently; per pixel they differ by no more than this. */
const JPEG_TOLERANCE = 3;

/** Pillow has the same library as the browser, but not always the same build of it. */
const PILLOW_TOLERANCE = 1;

const decode = platformDecoder();

function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));
}

async function grey(bytes: Uint8Array) {
  const own = bytes.slice();
  return decode(own, pictureFacts(own), 1);
}

/** Every level several times, in no order, in an odd shape. */
function noise(width: number, height: number, channels: number): Uint8Array {
  return Uint8Array.from(bits(1, STREAM, channels, width * height * channels), (word) => word >>> 24);
}

/** A copy of a PNG with a chunk put behind its header (33 bytes). */
function withChunk(png: Uint8Array, type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(data, 8);
  let crc = 0xffffffff;
  for (const byte of chunk.subarray(4, 8 + data.length)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  view.setUint32(8 + data.length, ~crc >>> 0);
  const behind = 33;
  const bytes = new Uint8Array(png.length + chunk.length);
  bytes.set(png.subarray(0, behind));
  bytes.set(chunk, behind);
  bytes.set(png.subarray(behind), behind + chunk.length);
  return bytes;
}

describe('PNG', () => {
  it('grey comes through exactly', async () => {
    const data = noise(61, 83, 1);
    const picture = await grey(encodePng({ width: 61, height: 83, data, depth: 8, channels: 1 }));
    expect([picture.width, picture.height]).toEqual([61, 83]);
    expect(Array.from(picture.pixels)).toEqual(Array.from(data));
  });

  it('grey comes through exactly whatever gamma the file states', async () => {
    const data = noise(61, 83, 1);
    const png = encodePng({ width: 61, height: 83, data, depth: 8, channels: 1 });
    // 1.0 instead of the usual 1 / 2.2: applied, it would change nearly every level.
    const picture = await grey(withChunk(png, 'gAMA', Uint8Array.of(0, 1, 0x86, 0xa0)));
    expect(Array.from(picture.pixels)).toEqual(Array.from(data));
  });

  it('colour becomes grey by the rule', async () => {
    const data = noise(40, 30, 3);
    const png = encodePng({ width: 40, height: 30, data, depth: 8, channels: 3 });
    const rgba = Array.from({ length: 1200 }, (_, i) => [...decodePng(png).data.slice(3 * i, 3 * i + 3), 255]).flat();
    expect(Array.from((await grey(png)).pixels)).toEqual(Array.from(greyOf(rgba, 1200)));
  });

  it('colour stays colour for three channels, exactly', async () => {
    const data = noise(40, 30, 3);
    const png = encodePng({ width: 40, height: 30, data, depth: 8, channels: 3 }).slice();
    const { pixels, channels, coloured } = await decode(png, pictureFacts(png), 3);
    expect([channels, coloured]).toEqual([3, true]);
    expect(Array.from(pixels)).toEqual(Array.from(decodePng(png).data));
  });

  it('grey becomes equal red, green and blue for three channels', async () => {
    const data = noise(20, 30, 1);
    const png = encodePng({ width: 20, height: 30, data, depth: 8, channels: 1 }).slice();
    const { pixels, coloured } = await decode(png, pictureFacts(png), 3);
    expect(coloured).toBe(false);
    expect(Array.from(pixels)).toEqual(Array.from(data).flatMap((value) => [value, value, value]));
  });

  it('opaque grey with alpha comes through exactly; wholly transparent pixels are black', async () => {
    const level = noise(32, 32, 1);
    const data = new Uint8Array(2 * 1024);
    for (let i = 0; i < 1024; i++) data.set([level[i] as number, i < 512 ? 255 : 0], 2 * i);
    const { pixels } = await grey(encodePng({ width: 32, height: 32, data, depth: 8, channels: 2 }));
    expect(Array.from(pixels)).toEqual(Array.from(level, (value, i) => (i < 512 ? value : 0)));
  });

  it('16 bits keep the upper 8', async () => {
    const data = Uint16Array.from(bits(2, STREAM, 0, 1024), (word) => word >>> 16);
    const png = encodePng({ width: 32, height: 32, data, depth: 16, channels: 1 });
    expect(pictureFacts(png).bitDepth).toBe(16);
    const { pixels } = await grey(png);
    const differences = Array.from(pixels, (value, i) => Math.abs(value - (data[i] as number) / 257));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  });

  it('half a file is refused before the browser draws it', async () => {
    const png = encodePng({ width: 61, height: 83, data: noise(61, 83, 1), depth: 8, channels: 1 });
    await expect(grey(png.subarray(0, png.length - 20))).rejects.toThrow(/^broken: ends after [\d,]+ bytes$/);
  });

  it('a picture that is larger than its header said is a PictureError', async () => {
    const png = encodePng({ width: 61, height: 83, data: noise(61, 83, 1), depth: 8, channels: 1 }).slice();
    await expect(decode(png, { ...pictureFacts(png), height: 9 }, 1)).rejects.toThrow('not what its header says');
  });

  it('a damaged file is a PictureError', async () => {
    const png = encodePng({ width: 61, height: 83, data: noise(61, 83, 1), depth: 8, channels: 1 }).slice();
    png.fill(0x5a, 60, 400);
    await expect(grey(png)).rejects.toThrow(PictureError);
  });
});

describe.each(['grey', 'colour'] as const)('JPEG, %s', (kind) => {
  const { file, pixels: expected } = golden[kind];
  const jpeg = Uint8Array.from(atob(file), (character) => character.charCodeAt(0));

  it('gives Pillow\u2019s numbers', async () => {
    const picture = await grey(jpeg);
    expect([picture.width, picture.height]).toEqual([golden.width, golden.height]);
    expect(farthest(picture.pixels, expected)).toBeLessThanOrEqual(PILLOW_TOLERANCE);
  });

  it('agrees with jpeg-js', async () => {
    const other = greyOf(decodeJpeg(jpeg, { useTArray: true }).data, expected.length);
    expect(farthest((await grey(jpeg)).pixels, other)).toBeLessThanOrEqual(JPEG_TOLERANCE);
  });

  it('agrees with jpeg-js in every channel', async () => {
    const other = decodeJpeg(jpeg, { useTArray: true, formatAsRGBA: false }).data;
    const { pixels, coloured } = await decode(jpeg, pictureFacts(jpeg), 3);
    expect(coloured).toBe(kind === 'colour');
    expect(farthest(pixels, other)).toBeLessThanOrEqual(JPEG_TOLERANCE);
  });

  it('half a file is refused', async () => {
    await expect(grey(jpeg.subarray(0, jpeg.length / 2))).rejects.toThrow('broken: ends after');
  });
});

it('decodes overlapping calls of different sizes each to its own', async () => {
  const sizes = [16, 40, 24, 33, 16, 57];
  const pictures = await Promise.all(
    sizes.map((side) =>
      grey(
        encodePng({ width: side, height: side, data: new Uint8Array(side * side).fill(side), depth: 8, channels: 1 }),
      ),
    ),
  );
  pictures.forEach(({ width, pixels }, i) => {
    expect(width).toBe(sizes[i]);
    expect(new Set(pixels)).toEqual(new Set([sizes[i]]));
  });
});
