/**
 * Grey or RGB 8-bit PNG from pixels, in a worker, a page and Node alike: it needs CompressionStream and nothing else. It refuses
 * palettes, alpha, other bit depths and reading: browsers decode.
 */
import type { Channels } from '../protocol/dataset.ts';
import { CHUNK_OVERHEAD, chunk, concatenate, HEADER_BYTES, headerData, packedRows, SIGNATURE } from './pngChunks.ts';
import { type PngTexts, textData } from './pngText.ts';

/**
 * One PNG of `width` x `height` pixels of `channels` bytes each, row by row from the top left. pixels stays the caller's
 * and is not changed. texts: words about the picture by keyword, as pngText.ts writes them. Rejects with a RangeError where
 * the count of bytes is not width * height * channels.
 */
export async function encodePng(
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: Channels,
  texts: PngTexts = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const header = headerData(width, height, channels);
  if (pixels.length !== width * height * channels)
    throw new RangeError(
      `A picture of ${width} x ${height} with ${channels} channels has ${width * height * channels} values, but got ${pixels.length}.`,
    );
  const chunks = [
    SIGNATURE,
    chunk('IHDR', header),
    ...textChunks(texts),
    chunk('IDAT', await packedRows(pixels, width, height, channels)),
    chunk('IEND', new Uint8Array(0)),
  ];
  return concatenate(chunks);
}

/** A PNG that encodePng wrote with more words in it, before those that it has. Throws a RangeError for other bytes. */
export function withTexts(png: Uint8Array<ArrayBuffer>, texts: PngTexts): Uint8Array<ArrayBuffer> {
  const bodyAt = SIGNATURE.length + CHUNK_OVERHEAD + HEADER_BYTES;
  if (png.length < bodyAt || !SIGNATURE.every((byte, at) => png[at] === byte))
    throw new RangeError('These bytes are no PNG, so no words can be written into them.');
  return concatenate([png.subarray(0, bodyAt), ...textChunks(texts), png.subarray(bodyAt)]);
}

/** A chunk for each of the words. */
export function textChunks(texts: PngTexts): Uint8Array<ArrayBuffer>[] {
  return Object.entries(texts).map(([keyword, text]) => {
    const { type, data } = textData(keyword, text);
    return chunk(type, data);
  });
}
