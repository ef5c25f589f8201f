/** A PixelStore in memory, and the choice between it and a larger one. It refuses to grow by copying: chunks are added. */
import type { PixelStore, PixelStoreFactory } from './pixelStore.ts';

/** Pixels beyond this go elsewhere: a third of the 1.5 GB that a tab may take; the browser, tfjs and the decoder need the rest. */
const MEMORY_BOUND_BYTES = 512 * 2 ** 20;
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
      if (chunk === undefined || slot >= count)
        throw new RangeError(`No slice in slot ${slot}: the store holds ${count} and may be closed.`);
      target.set(chunk.subarray(start, start + squareBytes), at);
    },
    async close() {
      chunks = [];
      count = 0;
    },
  };
}

/** A store in memory for `count` squares; undefined where they are more than fits there. */
export function memoryStoreFor(squareBytes: number, count: number): PixelStore | undefined {
  return squareBytes * count <= MEMORY_BOUND_BYTES ? memoryStore(squareBytes) : undefined;
}

/** Memory up to MEMORY_BOUND_BYTES, beyond it `large`; memory always where there is no `large` (no OPFS). */
export function storesBySize(large: PixelStoreFactory | undefined): PixelStoreFactory {
  return async (squareBytes, expected) =>
    large === undefined
      ? memoryStore(squareBytes)
      : (memoryStoreFor(squareBytes, expected) ?? large(squareBytes, expected));
}
