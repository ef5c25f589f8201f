/** PNGs in which every field can lie, chunk by chunk. What is not said to lie is true: a grey square of 8 bits. */
import { deflateSync } from 'node:zlib';
import { crcOf, joined, textBytes } from './bytes.ts';

export interface WrittenPng {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colour?: number;
  readonly interlace?: number;
  /** What is inflated to pixels: rows of a filter byte and their samples. */
  readonly rows?: Uint8Array;
  /** The grey level of every pixel where there are no rows. */
  readonly level?: number;
  /** Chunks between header and pixels. */
  readonly before?: readonly Uint8Array[];
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
export const SIDE = 8;

/** One chunk with its checksum, or with `crc`. */
export function chunk(type: string, data: Uint8Array, crc?: number): Uint8Array<ArrayBuffer> {
  const typed = joined(textBytes(type), data);
  const around = new DataView(new ArrayBuffer(8));
  around.setUint32(0, data.length);
  around.setUint32(4, crc ?? crcOf(typed));
  const bytes = new Uint8Array(around.buffer);
  return joined(bytes.subarray(0, 4), typed, bytes.subarray(4));
}

export function headerData({
  width = SIDE,
  height = SIDE,
  depth = 8,
  colour = 0,
  interlace = 0,
}: WrittenPng): Uint8Array {
  const view = new DataView(new ArrayBuffer(13));
  view.setUint32(0, width);
  view.setUint32(4, height);
  [depth, colour, 0, 0, interlace].forEach((value, i) => {
    view.setUint8(8 + i, value);
  });
  return new Uint8Array(view.buffer);
}

/** The signature and `chunks`. */
export function pngOfChunks(...chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joined(SIGNATURE, ...chunks);
}

/** A whole PNG. Pixels are those of an honest 8 x 8 picture, unless `rows` are given. */
export function pngOf(written: WrittenPng = {}): Uint8Array<ArrayBuffer> {
  const { before = [], level = 0 } = written;
  const rows = written.rows ?? greyRows(SIDE, SIDE, level);
  return pngOfChunks(chunk('IHDR', headerData(written)), ...before, chunk('IDAT', deflateSync(rows)), IEND);
}

export const IEND = chunk('IEND', new Uint8Array(0));

/** Rows of one grey level without a filter. */
export function greyRows(width: number, height: number, level: number): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array(height * (width + 1)).fill(level);
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0;
  return rows;
}
