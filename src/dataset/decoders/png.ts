/**
 * The frame of a PNG: size, depth, and that it is all there. Browsers draw half a picture without complaint, so the
 * chunks are walked to IEND here. It refuses to inflate pixels: the platform does.
 * PNG specification, third edition (W3C 2025), section 5.
 */

import { countWords } from '../words.ts';
import { PictureError, type PictureFacts } from './picture.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Length, type and checksum around each chunk's data. */
const CHUNK_OVERHEAD = 12;
const TYPE_AT = 4;
const DATA_AT = 8;
/** Chunk types as big-endian words. */
const IHDR = 0x49484452;
const IEND = 0x49454e44;
const HEADER = { width: 0, height: 4, depth: 8, bytes: 13 } as const;

/** undefined if the bytes are no PNG. Throws PictureError if they are and it is cut off or has no header. */
export function pngFacts(bytes: Uint8Array): PictureFacts | undefined {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerAt = SIGNATURE.length;
  if (headerAt + CHUNK_OVERHEAD + HEADER.bytes > bytes.length) throw endsEarly(bytes);
  if (view.getUint32(headerAt + TYPE_AT) !== IHDR) throw new PictureError('broken: a PNG without its header');
  let at = headerAt;
  for (;;) {
    if (at + CHUNK_OVERHEAD > bytes.length) throw endsEarly(bytes);
    if (view.getUint32(at + TYPE_AT) === IEND) break;
    at += CHUNK_OVERHEAD + view.getUint32(at);
  }
  const dataAt = headerAt + DATA_AT;
  return {
    format: 'png',
    width: view.getUint32(dataAt + HEADER.width),
    height: view.getUint32(dataAt + HEADER.height),
    bitDepth: view.getUint8(dataAt + HEADER.depth),
  };
}

function endsEarly(bytes: Uint8Array): PictureError {
  return new PictureError(`broken: ends after ${countWords(bytes.length, 'byte')}`);
}
