/**
 * PixelStore: prepared squares of bytes by slot, in the order in which they were appended. It knows no names, splits or
 * floats (storedSource.ts does) and never hands out its own buffers. Here in memory; storage/ has one in OPFS.
 */

export interface PixelStore {
  /** Bytes a square. */
  readonly squareBytes: number;
  /** Squares appended so far. */
  readonly count: number;
  /** Copies `pixels` (squareBytes long) to the next slot. */
  append(pixels: Uint8Array): void;
  /** Copies the square of `slot` to target[at...]. */
  copy(slot: number, target: Uint8Array, at: number): void;
  /** Frees memory or storage; the store is useless after. Calling it twice does no harm. */
  close(): Promise<void>;
}

/** A store for about `expected` squares of `squareBytes` bytes. */
export type PixelStoreFactory = (squareBytes: number, expected: number) => Promise<PixelStore>;

/** Chunks are allocated one by one as slices arrive: no doubling copy, no guess at the total. */
const CHUNK_BYTES = 16 * 2 ** 20;

/** A store in memory. */
export function memoryStore(squareBytes: number): PixelStore {
  const squaresInChunk = Math.max(1, Math.floor(CHUNK_BYTES / squareBytes));
  let chunks: Uint8Array[] = [];
  let count = 0;
  return {
    squareBytes,
    get count() {
      return count;
    },
    append(pixels) {
      const place = count % squaresInChunk;
      if (place === 0) chunks.push(new Uint8Array(squaresInChunk * squareBytes));
      (chunks.at(-1) as Uint8Array).set(pixels, place * squareBytes);
      count++;
    },
    copy(slot, target, at) {
      const start = (slot % squaresInChunk) * squareBytes;
      const chunk = chunks[Math.floor(slot / squaresInChunk)];
      if (chunk === undefined)
        throw new RangeError(`No slice in slot ${slot}: the store holds ${count} and may be closed.`);
      target.set(chunk.subarray(start, start + squareBytes), at);
    },
    async close() {
      chunks = [];
      count = 0;
    },
  };
}
