/**
 * SliceSource: prepared slices, grey or RGB, by index, whatever holds them (memory, OPFS, phantoms). It knows no tensors and
 * never hands out its own buffers.
 */
import type { Channels } from '../protocol/dataset.ts';

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
  /** Values a pixel. */
  readonly channels: Channels;
  /** Class names among the training slices, in label order; [] where there are no class folders. */
  readonly classes: readonly string[];
  /** The label of each slice: its class's place in `classes`, or NO_CLASS of labels.ts. */
  readonly labels: Uint16Array;
  /** Indices that training may use (chosen classes, not held out), ascending. */
  readonly trainingIndices: readonly number[];
  /** Indices never trained on, ascending. */
  readonly heldOutIndices: readonly number[];
  /**
   * 2x2 means of the stored pixels at `resolution` (a power of two, at most the source's own), scaled to [-1, 1] by
   * v / 127.5 - 1, each channel on its own, into `target`, [indices.length, resolution, resolution, channels].
   */
  read(indices: ArrayLike<number>, resolution: number, target: Float32Array): Promise<void>;
  /** The pixels as they are stored into `target`, [indices.length, resolution, resolution, channels] bytes or more. */
  readBytes(indices: ArrayLike<number>, target: Uint8Array): Promise<void>;
  /** Frees memory or storage; the source is useless after. */
  close(): Promise<void>;
}
