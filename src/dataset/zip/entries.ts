/**
 * The bytes of an archive's files, read through one window that moves over the dropped file, so that a 2 GB zip costs a
 * few MiB. Bytes are counted while they inflate, and the checksum is compared. It refuses to go on past what the table of
 * contents claimed. The browser's DecompressionStream inflates: jszip would hold the whole archive and count afterwards.
 */

import { countWords } from '../words.ts';
import { problemOf, STORED } from './claims.ts';
import { crc32 } from './crc32.ts';
import { LOCAL_BYTES, LOCAL_SIGNATURE, type ZipEntry } from './entry.ts';

/** One read of this many bytes serves many small slices; more would only be memory. */
const WINDOW_BYTES = 4 * 2 ** 20;
const LOCAL_NAME_LENGTH = 26;
const LOCAL_EXTRA_LENGTH = 28;

/** Why one file of an archive cannot be read; the others still can. The message follows "broken: " or stands alone. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

/** Reads entries of one file; ask in the order of their offsets, or every read moves the window. */
export interface EntryReader {
  /** Inflated bytes, the caller's own. Throws EntryError for what concerns this entry alone. */
  read(entry: ZipEntry): Promise<Uint8Array<ArrayBuffer>>;
}

/** Hears how many bytes a reader takes from the file at once, sets aside for an entry, or gets from inflating. */
export type EntryMeter = (what: 'window' | 'allocated' | 'inflated', bytes: number) => void;

/** A reader over `file`; holds at most one window and one entry. `meter` is for tests of that promise. */
export function entryReader(file: Blob, meter?: EntryMeter): EntryReader {
  let windowAt = 0;
  let window = new Uint8Array(0);

  /** `length` bytes at `at`: a view of the window, valid until the next call. */
  async function bytesAt(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (at < windowAt || at + length > windowAt + window.length) {
      window = new Uint8Array(await file.slice(at, at + Math.max(length, WINDOW_BYTES)).arrayBuffer());
      meter?.('window', window.length);
      windowAt = at;
    }
    if (at + length > windowAt + window.length) throw new EntryError('broken: ends beyond the archive');
    return window.subarray(at - windowAt, at - windowAt + length);
  }

  return {
    async read(entry) {
      const problem = problemOf(entry);
      if (problem !== undefined) throw new EntryError(problem);
      const header = await bytesAt(entry.offset, LOCAL_BYTES);
      const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
      if (view.getUint32(0, true) !== LOCAL_SIGNATURE) throw new EntryError('broken: no file header in the archive');
      const dataAt =
        entry.offset + LOCAL_BYTES + view.getUint16(LOCAL_NAME_LENGTH, true) + view.getUint16(LOCAL_EXTRA_LENGTH, true);
      if (dataAt + entry.compressedBytes > entry.end)
        throw new EntryError('broken: its data reach into what follows it in the archive');
      const data = await bytesAt(dataAt, entry.compressedBytes);
      meter?.('allocated', entry.inflatedBytes);
      const bytes = entry.method === STORED ? data.slice() : await inflate(data, entry.inflatedBytes, meter);
      if (bytes.length !== entry.inflatedBytes)
        throw new EntryError(`broken: ${bytes.length} of ${countWords(entry.inflatedBytes, 'byte')} in the archive`);
      if (crc32(bytes) !== entry.crc) throw new EntryError('broken: its checksum in the archive does not match');
      return bytes;
    },
  };
}

/** At most `limit` bytes out of a raw deflate stream; the stream is cancelled at the first byte beyond. */
async function inflate(
  data: Uint8Array<ArrayBuffer>,
  limit: number,
  meter: EntryMeter | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new Uint8Array(limit);
  let count = 0;
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return count === limit ? target : target.slice(0, count);
      meter?.('inflated', value.length);
      if (count + value.length > limit) {
        await reader.cancel();
        throw new EntryError(`broken: unpacks to more than the ${countWords(limit, 'byte')} it claims`);
      }
      target.set(value, count);
      count += value.length;
    }
  } catch (error) {
    if (error instanceof EntryError) throw error;
    throw new EntryError('broken: its compressed data is damaged', { cause: error });
  }
}
