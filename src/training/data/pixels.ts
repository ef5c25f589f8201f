/** What both placements of pixels can do, and how pixels are packed. Types, and sizes alone. */
import type { SliceSource } from '../../dataset/sliceSource.ts';
import type * as tf from '../../gpu/tf.ts';

/** Slices of a source by their places in a list of its indices. */
export interface Pixels {
  /** Makes the slices at `places` ready for pictures(). following: those that are likely to be next. */
  put(places: Uint32Array, following: Uint32Array | undefined): Promise<void>;
  /** [N,R,R,channels] of the last `batch` slices put; `places` [N] int32 on the GPU says which. Caller disposes. */
  pictures(places: tf.Tensor, resolution: number): tf.Tensor4D;
  /** Frees what is on the GPU; the next put() makes it anew. */
  release(): void;
}

const BYTES_A_WORD = 4;

export function pictureBytes({ resolution, channels }: SliceSource): number {
  return resolution * resolution * channels;
}

/** 32-bit words that `bytes` fill. */
export function wordsOf(bytes: number): number {
  return Math.ceil(bytes / BYTES_A_WORD);
}

/** Bytes for `count` slices, in whole words. */
export function bytesFor(source: SliceSource, count: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(BYTES_A_WORD * wordsOf(count * pictureBytes(source)));
}
