/**
 * SliceSource: prepared grey slices by index, whatever holds them (memory, OPFS, phantoms). It knows no tensors and
 * never hands out its own buffers.
 */

/** Facts of one kept slice. */
export interface SliceFacts {
  /** Path in the archive, or a phantom's number. */
  readonly name: string;
  readonly subject: string;
  /** Class folder, or '' where there is none. */
  readonly className: string;
  /** The archive's own split folder, or ''. */
  readonly split: string;
}

export interface SliceSource {
  /** All kept slices. */
  readonly slices: readonly SliceFacts[];
  /** Side of the prepared squares in pixels, a power of two. */
  readonly resolution: number;
  /** Indices that training may use (chosen classes, not held out), ascending. */
  readonly trainingIndices: readonly number[];
  /** Indices never trained on, ascending. */
  readonly heldOutIndices: readonly number[];
  /**
   * 2x2 means of the stored pixels at `resolution` (a power of two, at most the source's own), scaled to [-1, 1] by
   * v / 127.5 - 1, row by row, picture by picture, into `target` of length indices.length * resolution^2.
   */
  read(indices: ArrayLike<number>, resolution: number, target: Float32Array): Promise<void>;
  /** Frees memory or storage; the source is useless after. */
  close(): Promise<void>;
}
