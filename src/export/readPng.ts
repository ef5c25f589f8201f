/**
 * Pixels of a PNG that png.ts wrote, exactly and without a canvas, so that films are made alike in a worker and in Node. It
 * refuses every other kind of PNG, checks each checksum, and gives no more memory than the header's size asks for.
 */
import type { Channels } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import { crc32 } from './crc32.ts';
import {
  BIT_DEPTH,
  CHUNK_OVERHEAD,
  COLOUR_TYPE_AT,
  COLOUR_TYPES,
  DATA_AT,
  DEPTH_AT,
  FILTER_UP,
  HEADER_BYTES,
  HEIGHT_AT,
  SIGNATURE,
  TYPE_AT,
} from './pngChunks.ts';

export interface Pixels {
  /** [height, width, channels] */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
}

/** Larger sheets are not made: 12 pictures of 1024 a side. */
const MOST_PIXELS = 12 * 12 * 1024 * 1024;

/** Rejects with a FailureError 'bad-weights' for a damaged PNG, and for one that is not ours. */
export async function readPng(png: Uint8Array<ArrayBuffer>): Promise<Pixels> {
  if (!SIGNATURE.every((byte, i) => png[i] === byte)) throw damaged('it does not begin like one');
  let header: Uint8Array | undefined;
  const packed: Uint8Array<ArrayBuffer>[] = [];
  for (const { type, data } of chunksOf(png)) {
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') packed.push(data);
  }
  if (header?.length !== HEADER_BYTES) throw damaged('it has no header');
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const [width, height] = [view.getUint32(0), view.getUint32(HEIGHT_AT)];
  const channels = ([1, 3] as const).find((count) => COLOUR_TYPES[count] === header[COLOUR_TYPE_AT]);
  if (channels === undefined || header[DEPTH_AT] !== BIT_DEPTH || header.subarray(COLOUR_TYPE_AT + 1).some(Boolean))
    throw damaged('it is of a kind that Gyrus does not write');
  if (width === 0 || height === 0 || width * height > MOST_PIXELS)
    throw damaged(`its size of ${width} x ${height} cannot be`);
  const rows = await inflate(packed, (width * channels + 1) * height);
  return { data: unfiltered(rows, width * channels, height), width, height, channels };
}

function* chunksOf(png: Uint8Array<ArrayBuffer>): Generator<{ type: string; data: Uint8Array<ArrayBuffer> }> {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.length - at < CHUNK_OVERHEAD ? Number.POSITIVE_INFINITY : view.getUint32(at);
    const end = at + length + CHUNK_OVERHEAD;
    if (end > png.length) throw damaged('it ends too early');
    const crcAt = at + DATA_AT + length;
    if (view.getUint32(crcAt) !== crc32(png.subarray(at + TYPE_AT, crcAt))) throw damaged('a checksum is wrong');
    const type = String.fromCharCode(...png.subarray(at + TYPE_AT, at + DATA_AT));
    yield { type, data: png.subarray(at + DATA_AT, crcAt) };
    at = end;
  }
}

/** Exactly `size` bytes. It stops reading beyond them, whatever the stream would still give. */
async function inflate(packed: readonly Uint8Array<ArrayBuffer>[], size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  const reader = new Blob([...packed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  let at = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (at + part.value.length > size) {
        await reader.cancel();
        throw damaged('it holds more than its size');
      }
      bytes.set(part.value, at);
      at += part.value.length;
    }
  } catch (error) {
    if (error instanceof FailureError) throw error;
    throw damaged('it cannot be unpacked');
  }
  if (at !== size) throw damaged('it ends too early');
  return bytes;
}

function unfiltered(rows: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = y * (width + 1);
    if (rows[from] !== FILTER_UP) throw damaged('it is of a kind that Gyrus does not write');
    for (let x = 0; x < width; x++) {
      const here = y * width + x;
      pixels[here] = (rows[from + 1 + x] as number) + (y === 0 ? 0 : (pixels[here - width] as number));
    }
  }
  return pixels;
}

const damaged = (why: string) =>
  new FailureError(
    'bad-weights',
    `A picture of this run cannot be read: ${why}. Leave that moment out, or start anew.`,
  );
