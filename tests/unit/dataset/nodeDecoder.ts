/** A PNG and JPEG decoder for Node, where there is no canvas: fast-png and jpeg-js, to pictures by the product's own rule. */
import { decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { pictureOfRgba } from '../../../src/dataset/decoders/fromRgba.ts';
import type { PictureDecoder } from '../../../src/dataset/decoders/picture.ts';
import type { DatasetHooks } from '../../../src/dataset/hooks.ts';
import { storesBySize } from '../../../src/dataset/memoryStore.ts';

const nodeDecoder: PictureDecoder = async (bytes, { format }, wanted) => {
  if (format === 'jpeg') {
    const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: true });
    return pictureOfRgba(data, width, height, wanted);
  }
  const { width, height, data, channels, depth, palette } = decodePng(bytes, { checkCrc: true });
  if (palette) throw new Error('This test decoder knows no palettes.');
  const eight = depth === 16 ? Uint8Array.from(data, (value) => value >> 8) : data;
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = eight[i * channels + (channels < 3 ? 0 : c)] as number;
  return pictureOfRgba(rgba, width, height, wanted);
};

/** Hooks for Node; the progress messages are kept in `messages`. */
export function nodeHooks(own: Partial<DatasetHooks> = {}): DatasetHooks & { messages: string[] } {
  const messages: string[] = [];
  return {
    decode: nodeDecoder,
    makeStore: storesBySize(undefined),
    onProgress: (what, done, total) => messages.push(`${what} ${done} of ${total}`),
    signal: new AbortController().signal,
    messages,
    ...own,
  };
}
