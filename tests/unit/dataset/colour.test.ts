/** RGB from bytes to batches: each channel must come out as the grey path brings out a grey picture of the same values. */
import { encode } from 'fast-png';
import { decode as decodeJpeg, encode as encodeJpeg } from 'jpeg-js';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { pictureOfRgba } from '../../../src/dataset/decoders/fromRgba.ts';
import { memoryStore } from '../../../src/dataset/memoryStore.ts';
import { openDataset, openPhantoms, reconfigure } from '../../../src/dataset/openDataset.ts';
import { prepareSlice } from '../../../src/dataset/prepare.ts';
import { meansInto } from '../../../src/dataset/pyramid.ts';
import type { Channels, DatasetOptions } from '../../../src/protocol/dataset.ts';
import { bits } from '../../../src/random/draws.ts';
import { openSliceCache } from '../../../src/storage/sliceCache.ts';
import { nodeHooks } from './nodeDecoder.ts';

const STREAM = 95;
const OPTIONS: DatasetOptions = { resolution: 8, channels: 3, seed: 7, heldOut: 0.1, trainOn: 'all' };
const HALF_RANGE = 127.5;

function randomBytes(count: number, step: number): Uint8Array {
  return Uint8Array.from(bits(1, STREAM, step, count), (word) => word >>> 24);
}

const channelOf = (pixels: ArrayLike<number>, channel: number) =>
  Uint8Array.from({ length: pixels.length / 3 }, (_, i) => pixels[3 * i + channel] as number);

const toBytes = (values: Float32Array) => Array.from(values, (value) => Math.round((value + 1) * HALF_RANGE));

function rgbPng(step: number, side = 8): Uint8Array {
  return encode({ width: side, height: side, data: randomBytes(3 * side * side, step), depth: 8, channels: 3 });
}

async function zipFile(files: Record<string, Uint8Array>): Promise<File> {
  const zip = new JSZip();
  for (const [path, content] of Object.entries(files)) zip.file(path, content);
  return new File([await zip.generateAsync({ type: 'arraybuffer' })], 'colours.zip');
}

/** Twenty pictures named by number; the ones in `grey` without colour. */
async function pictures(grey: readonly number[] = []): Promise<File> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < 20; i++)
    files[`slice_${String(i).padStart(2, '0')}.png`] = grey.includes(i)
      ? encode({ width: 8, height: 8, data: randomBytes(64, i), depth: 8, channels: 1 })
      : rgbPng(i);
  return zipFile(files);
}

describe('RGBA to a picture', () => {
  const rgba = randomBytes(4 * 12, 0);

  it('keeps the colours for 3 channels and says that there are some', () => {
    const { pixels, coloured, channels } = pictureOfRgba(rgba, 4, 3, 3);
    expect([channels, coloured]).toEqual([3, true]);
    expect([...pixels]).toEqual([...rgba].filter((_, at) => at % 4 < 3));
  });

  it('repeats grey, and sees a single pixel of colour', () => {
    const grey = Uint8Array.from({ length: 48 }, (_, at) => (at % 4 === 3 ? 255 : Math.floor(at / 4)));
    expect(pictureOfRgba(grey, 4, 3, 3)).toMatchObject({ coloured: false, pixels: grey.filter((_, at) => at % 4 < 3) });
    grey[4 * 11 + 2] = 12;
    expect(pictureOfRgba(grey, 4, 3, 1).coloured).toBe(true);
  });
});

describe.each([
  [90, 120, 64, 'averaged'],
  [13, 9, 16, 'padded'],
  [16, 16, 16, 'as-is'],
  [5, 7, 16, 'enlarged'],
] as const)('preparing %i x %i at %i', (width, height, resolution, preparation) => {
  it(`is ${preparation}, each channel as if it were grey, with its own background`, () => {
    const pixels = randomBytes(3 * width * height, width);
    const square = prepareSlice({ width, height, channels: 3, pixels }, resolution);
    expect(square.preparation).toBe(preparation);
    for (const channel of [0, 1, 2]) {
      const grey = prepareSlice({ width, height, channels: 1, pixels: channelOf(pixels, channel) }, resolution);
      expect([...channelOf(square.pixels, channel)]).toEqual([...grey.pixels]);
    }
  });
});

it('pads with the colour of the border', () => {
  const pixels = new Uint8Array(3 * 10 * 6).map((_, at) => [10, 120, 230][at % 3] as number);
  pixels.set([1, 2, 3], 3 * 33);
  const square = prepareSlice({ width: 10, height: 6, channels: 3, pixels }, 12).pixels;
  expect([...square.subarray(0, 3)]).toEqual([10, 120, 230]);
  expect([...square.subarray(-3)]).toEqual([10, 120, 230]);
});

it('halves each channel on its own', () => {
  const square = randomBytes(3 * 16 * 16, 1);
  for (const side of [16, 8, 2]) {
    const target = new Float32Array(3 * side * side);
    meansInto(square, 16, 3, target, 0, side);
    for (const channel of [0, 1, 2]) {
      const grey = new Float32Array(side * side);
      meansInto(channelOf(square, channel), 16, 1, grey, 0, side);
      expect([...target.filter((_, at) => at % 3 === channel)]).toEqual([...grey]);
    }
  }
});

describe('a zip of colour pictures', () => {
  it('comes back in its colours, and says nothing of it', async () => {
    const { source, summary } = await openDataset(await pictures(), OPTIONS, nodeHooks());
    expect(source.channels).toBe(3);
    const target = new Float32Array(2 * 64 * 3);
    await source.read([4, 0], 8, target);
    expect(toBytes(target)).toEqual([...randomBytes(192, 4), ...randomBytes(192, 0)]);
    expect(summary.findings.filter(({ title }) => title.includes('colour'))).toEqual([]);
  });

  it('comes back as an independent decoder reads its JPEGs', async () => {
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 20; i++)
      files[`${10 + i}.jpg`] = encodeJpeg({ width: 8, height: 8, data: randomBytes(256, i) }, 95).data;
    const { source } = await openDataset(await zipFile(files), OPTIONS, nodeHooks());
    const target = new Float32Array(64 * 3);
    await source.read([3], 8, target);
    const { data } = decodeJpeg(files['13.jpg'] as Uint8Array, { useTArray: true, formatAsRGBA: false });
    expect(toBytes(target)).toEqual([...data]);
  });

  it('is grey by luma for one channel, with a note that counts the colours', async () => {
    const { source, summary } = await openDataset(await pictures([1, 5]), { ...OPTIONS, channels: 1 }, nodeHooks());
    expect(source.channels).toBe(1);
    const target = new Float32Array(64);
    await source.read([4], 8, target);
    const rgb = randomBytes(192, 4);
    const luma = Array.from({ length: 64 }, (_, i) => {
      const [r = 0, g = 0, b = 0] = rgb.subarray(3 * i);
      return (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
    });
    expect(toBytes(target)).toEqual(luma);
    expect(summary.findings.find(({ title }) => title.includes('colour'))).toMatchObject({
      level: 'note',
      title: '18 pictures in colour',
    });
  });

  it('says which pictures among colour ones are grey, and when all are', async () => {
    const some = await openDataset(await pictures([2]), OPTIONS, nodeHooks());
    expect(some.summary.findings.map(({ title }) => title)).toContain('1 picture without colour');
    const all = await openDataset(await pictures(Array.from({ length: 20 }, (_, i) => i)), OPTIONS, nodeHooks());
    expect(all.summary.findings.map(({ title }) => title)).toContain('No picture is in colour');
  });

  it('is read again when the channels change', async () => {
    const opened = await openDataset(await pictures(), OPTIONS, nodeHooks());
    const hooks = nodeHooks();
    const grey = await reconfigure(opened, { ...OPTIONS, channels: 1 }, hooks);
    expect(hooks.messages.at(-1)).toBe('Reading 20 of 20');
    expect([grey.source.channels, grey.loaded.store.squareBytes]).toEqual([1, 64]);
  });
});

it('draws phantoms of equal red, green and blue', async () => {
  const open = (channels: Channels) =>
    openPhantoms({ count: 16, phantomSeed: 1 }, { ...OPTIONS, resolution: 16, channels }, nodeHooks());
  const grey = new Float32Array(256);
  await (await open(1)).source.read([3], 16, grey);
  const rgb = new Float32Array(768);
  await (await open(3)).source.read([3], 16, rgb);
  for (const channel of [0, 1, 2]) expect([...rgb.filter((_, at) => at % 3 === channel)]).toEqual([...grey]);
});

it('keeps RGB squares in memory and in the browser’s storage alike', async () => {
  const squares = Array.from({ length: 5 }, (_, i) => randomBytes(3 * 64, i));
  let file = new Uint8Array(0);
  const cache = await openSliceCache(
    {
      names: async () => [],
      freeBytes: async () => undefined,
      remove: async () => true,
      create: async () => ({
        read(buffer, { at }) {
          buffer.set(file.subarray(at, at + buffer.length));
          return buffer.length;
        },
        write(buffer, { at }) {
          const grown = new Uint8Array(at + buffer.length);
          grown.set(file);
          grown.set(buffer, at);
          file = grown;
          return buffer.length;
        },
        close: () => undefined,
      }),
    },
    3 * 64,
    5,
  );
  for (const store of [cache, memoryStore(3 * 64)]) {
    for (const square of squares) store.append(square);
    const back = new Uint8Array(3 * 64);
    for (const slot of [4, 0, 2]) {
      store.copy(slot, back, 0);
      expect(back).toEqual(squares[slot]);
    }
    await store.close();
  }
});
