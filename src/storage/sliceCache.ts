/**
 * Prepared squares of bytes in a temporary file of the origin private file system, for data sets too large to keep in
 * memory. The file is removed on close, and files that a crash left behind are removed before the next is made. It
 * refuses to keep anything across visits: the pixels are the user's and are read again from their zip.
 */
import type { PixelStore } from '../dataset/pixelStore.ts';
import { FailureError } from '../protocol/failure.ts';

/** What is used of a FileSystemSyncAccessHandle (workers only). */
export interface CacheFile {
  read(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  close(): void;
}

/** What is used of a FileSystemDirectoryHandle: opfs.ts gives the browser's, tests one of their own. */
export interface CacheDirectory {
  /** Names of the files in it. */
  names(): Promise<string[]>;
  /** Makes `name` and locks it for this worker. */
  create(name: string): Promise<CacheFile>;
  /** False where another tab's worker holds the file locked. */
  remove(name: string): Promise<boolean>;
  /** Bytes that may still be written; undefined where the browser does not tell. */
  freeBytes(): Promise<number | undefined>;
}

const PREFIX = 'slices-';
/** Squares gathered before each write: one write of about a megabyte is far cheaper than many of a few kilobytes. */
const WRITE_BYTES = 2 ** 20;

/**
 * A store in a new file of `directory` for about `expected` squares. Throws FailureError 'zip-too-large' where the browser
 * has not the room. Caller closes it, which removes the file.
 */
export async function openSliceCache(
  directory: CacheDirectory,
  squareBytes: number,
  expected: number,
): Promise<PixelStore> {
  const free = await directory.freeBytes();
  const needed = squareBytes * expected;
  if (free !== undefined && free < needed)
    throw new FailureError(
      'zip-too-large',
      `The prepared slices need ${megabytes(needed)} of this browser's storage, and it has ${megabytes(free)} left. Choose a smaller resolution, zip fewer slices, or free some disk space.`,
    );
  const name = `${PREFIX}${crypto.randomUUID()}`;
  const file = await directory.create(name);
  return cacheStore(file, squareBytes, async () => {
    file.close();
    await directory.remove(name);
  });
}

/** Removes what earlier visits left behind; files of other open tabs are locked and stay. Gives how many went. */
export async function removeStaleCaches(directory: CacheDirectory): Promise<number> {
  let removed = 0;
  for (const name of await directory.names()) if (name.startsWith(PREFIX) && (await directory.remove(name))) removed++;
  return removed;
}

function cacheStore(file: CacheFile, squareBytes: number, discard: () => Promise<void>): PixelStore {
  const squaresAtOnce = Math.max(1, Math.floor(WRITE_BYTES / squareBytes));
  /** Squares that are not in the file yet: the last `waiting` of `count`. */
  const pending = new Uint8Array(squaresAtOnce * squareBytes);
  const one = new Uint8Array(squareBytes);
  let waiting = 0;
  let count = 0;
  let closed = false;

  return {
    squareBytes,
    get count() {
      return count;
    },
    append(pixels) {
      pending.set(pixels, waiting * squareBytes);
      waiting++;
      count++;
      if (waiting < squaresAtOnce) return;
      const written = file.write(pending, { at: (count - waiting) * squareBytes });
      if (written !== pending.length)
        throw new FailureError(
          'zip-too-large',
          `This browser's storage is full after ${megabytes(count * squareBytes)} of slices. Choose a smaller resolution, zip fewer slices, or free some disk space.`,
        );
      waiting = 0;
    },
    copy(slot, target, at) {
      if (closed || slot < 0 || slot >= count)
        throw new RangeError(`No slice in slot ${slot}: the cache ${closed ? 'is closed' : `holds ${count}`}.`);
      const stored = count - waiting;
      if (slot >= stored) {
        const start = (slot - stored) * squareBytes;
        target.set(pending.subarray(start, start + squareBytes), at);
        return;
      }
      const got = file.read(one, { at: slot * squareBytes });
      if (got !== squareBytes)
        throw new Error(`The slice cache gave ${got} of ${squareBytes} bytes of slot ${slot}: its file was changed.`);
      target.set(one, at);
    },
    async close() {
      if (closed) return;
      closed = true;
      await discard();
    },
  };
}

function megabytes(bytes: number): string {
  const MEGABYTE = 1e6;
  return `${Math.ceil(bytes / MEGABYTE).toLocaleString('en-US')} MB`;
}
