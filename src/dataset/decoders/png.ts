/**
 * The frame of a PNG: size, depth, and that it is all there. Browsers draw half a picture without complaint, so the
 * chunks are walked to IEND here. It refuses to inflate pixels: the platform does.
 * PNG specification, third edition (W3C 2025), sections 5 and 11.2.
 */

import { countWords } from '../words.ts';
import { crc32 } from '../zip/crc32.ts';
import { PictureError, type StatedFacts } from './picture.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Length, type and checksum around each chunk's data. */
const CHUNK_OVERHEAD = 12;
const TYPE_AT = 4;
const DATA_AT = 8;
/** Chunk types as big-endian words. */
const IHDR = 0x49484452;
const PLTE = 0x504c5445;
const IDAT = 0x49444154;
const IEND = 0x49454e44;
const HEADER = { width: 0, height: 4, depth: 8, colour: 9, bytes: 13 } as const;
const PALETTE_COLOUR = 3;
/** Samples a pixel and allowed depths of each colour type: grey, RGB, palette, grey and alpha, RGB and alpha. */
const COLOURS: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  [PALETTE_COLOUR]: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};
const BYTE_BITS = 8;
/** Deflate makes at most so many bytes of one: a match of 258 bytes takes 2 bits. */
const DEFLATE_RATIO = 1032;

/** undefined if the bytes are no PNG. Throws PictureError if they are and it is cut off or has no valid header. */
export function pngFacts(bytes: Uint8Array): StatedFacts | undefined {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerAt = SIGNATURE.length;
  const dataAt = headerAt + DATA_AT;
  if (headerAt + CHUNK_OVERHEAD + HEADER.bytes > bytes.length) throw endsEarly(bytes);
  if (view.getUint32(headerAt + TYPE_AT) !== IHDR || view.getUint32(headerAt) !== HEADER.bytes)
    throw new PictureError('broken: a PNG without its header');
  if (crc32(bytes.subarray(headerAt + TYPE_AT, dataAt + HEADER.bytes)) !== view.getUint32(dataAt + HEADER.bytes))
    throw new PictureError('broken: the checksum of its header does not match');
  const width = view.getUint32(dataAt + HEADER.width);
  const height = view.getUint32(dataAt + HEADER.height);
  const bitDepth = view.getUint8(dataAt + HEADER.depth);
  const colourType = view.getUint8(dataAt + HEADER.colour);
  const colour = COLOURS[colourType];
  if (colour === undefined || !colour.depths.includes(bitDepth))
    throw new PictureError(`broken: a PNG of colour type ${colourType} with ${bitDepth} bits`);
  checkChunks(bytes, view, headerAt, colourType === PALETTE_COLOUR);
  const fewestBytes = (width * height * bitDepth * colour.samples) / BYTE_BITS / DEFLATE_RATIO;
  return { format: 'png', width, height, bitDepth, fewestBytes };
}

/** Every chunk up to IEND lies in the file, and there is what the pixels need. */
function checkChunks(bytes: Uint8Array, view: DataView, headerAt: number, needsPalette: boolean): void {
  let palette = false;
  let pixels = false;
  let at = headerAt;
  for (;;) {
    if (at + CHUNK_OVERHEAD > bytes.length) throw endsEarly(bytes);
    const type = view.getUint32(at + TYPE_AT);
    if (type === IEND) break;
    if (type === IHDR && at !== headerAt) throw new PictureError('broken: a PNG with two headers');
    if (type === PLTE) palette = true;
    if (type === IDAT) {
      if (needsPalette && !palette) throw new PictureError('broken: a PNG without its palette');
      pixels = true;
    }
    at += CHUNK_OVERHEAD + view.getUint32(at);
  }
  if (!pixels) throw new PictureError('broken: a PNG without pixels');
}

function endsEarly(bytes: Uint8Array): PictureError {
  return new PictureError(`broken: ends after ${countWords(bytes.length, 'byte')}`);
}
