/**
 * The pieces that still and animated PNGs of ours are made of: signature, header, filtered rows, chunks. It knows no order
 * of chunks. PNG specification, third edition (W3C 2025): chunk layout and filter type 2 ("Up").
 */
import type { Channels } from '../protocol/dataset.ts';
import { crc32 } from './crc32.ts';

export const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** The specification's limit for a side. */
const LARGEST_SIDE = 0x7fff_ffff;
export const BIT_DEPTH = 8;
/** A chunk: four bytes of length, four of type, the data, four of CRC. */
export const TYPE_AT = 4;
export const DATA_AT = 8;
export const CHUNK_OVERHEAD = 12;
/** IHDR: width, height, depth, colour type, then three bytes that are 0 here: deflate, adaptive filters, no interlace. */
export const HEADER_BYTES = 13;
export const HEIGHT_AT = 4;
export const DEPTH_AT = 8;
export const COLOUR_TYPE_AT = 9;
/** PNG's number for what a pixel holds, by channels. */
export const COLOUR_TYPES = { 1: 0, 3: 2 } as const;
/** Row filter: each byte less the one above it, whatever the channels. Slices are smooth and sheets end in rows of one value, so it packs well. */
export const FILTER_UP = 2;

/** The data of IHDR. Throws a RangeError for a side that PNG cannot have. */
export function headerData(width: number, height: number, channels: Channels): Uint8Array<ArrayBuffer> {
  checkSide('width', width);
  checkSide('height', height);
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(HEIGHT_AT, height);
  header[DEPTH_AT] = BIT_DEPTH;
  header[COLOUR_TYPE_AT] = COLOUR_TYPES[channels];
  return header;
}

/** Pixels as PNG packs them: rows with their filter byte in front, compressed. pixels: [height, width, channels] bytes. */
export function packedRows(
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: Channels,
): Promise<Uint8Array<ArrayBuffer>> {
  return deflate(filteredRows(pixels, width * channels, height));
}

/** Rows of `width` bytes with their filter byte in front. */
function filteredRows(pixels: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const at = y * (width + 1) + 1;
    rows[at - 1] = FILTER_UP;
    for (let x = 0; x < width; x++) {
      const here = y * width + x;
      rows[at + x] = (pixels[here] as number) - (y === 0 ? 0 : (pixels[here - width] as number));
    }
  }
  return rows;
}

/** 'deflate' is the zlib format, which is what PNG asks for. */
async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

export function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.length + CHUNK_OVERHEAD);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < type.length; i++) bytes[TYPE_AT + i] = type.charCodeAt(i);
  bytes.set(data, DATA_AT);
  const crcAt = DATA_AT + data.length;
  view.setUint32(crcAt, crc32(bytes.subarray(TYPE_AT, crcAt)));
  return bytes;
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function checkSide(name: string, side: number): void {
  if (Number.isInteger(side) && side > 0 && side <= LARGEST_SIDE) return;
  throw new RangeError(`A PNG cannot have the ${name} ${side}: it must be a whole number of pixels from 1 upwards.`);
}
