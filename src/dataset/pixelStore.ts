/**
 * PixelStore: prepared squares of bytes by slot, in the order in which they were appended. It knows no names, splits or
 * floats (storedSource.ts does) and never hands out its own buffers. memoryStore.ts has one, storage/ another in OPFS. Types only.
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
