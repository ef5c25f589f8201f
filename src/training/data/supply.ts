/** Batches of a list of slices on the GPU: pictures, their classes, and classes drawn with the list's shares. */
import type { SliceSource } from '../../dataset/sliceSource.ts';
import { createInlet, type Inlet } from '../../gpu/inlet.ts';
import type * as tf from '../../gpu/tf.ts';
import { classRows, drawnClassRows } from '../../ops/classRows.ts';
import type { Draw } from '../../ops/randomNormal.ts';
import type { PixelPlacement } from '../../protocol/events.ts';
import { inletsBySize } from './inlets.ts';
import { residentPixels } from './residentPixels.ts';
import { streamedPixels } from './streamedPixels.ts';

export interface Supply {
  /**
   * Makes the slices at `places` (in the list's order) the present batch of that size. following: those that are likely to
   * be next.
   */
  put(places: Uint32Array<ArrayBuffer>, following?: Uint32Array): Promise<void>;
  /** The present batch of that size, [batch,R,R,channels] in [-1,1]. Caller disposes. */
  pictures(batch: number, resolution: number): tf.Tensor4D;
  /** Its classes, one-hot [batch,K]. Caller disposes. */
  classes(batch: number): tf.Tensor2D;
  /** Classes of `count` slices of the list drawn with replacement, one-hot [count,K]. Caller disposes. */
  drawnClasses(draw: Draw, count: number): tf.Tensor2D;
  /** Frees everything on the GPU; the next put() makes it anew. */
  release(): void;
}

/** A supply of the source's slices at `indices`. The source stays the caller's. */
export function createSupply(source: SliceSource, indices: readonly number[], where: PixelPlacement['where']): Supply {
  const pixels = where === 'gpu' ? residentPixels(source, indices) : streamedPixels(source, indices);
  const present = inletsBySize((batch) => createInlet([batch], 'int32'));
  const classes = source.classes.length;
  let labels: Inlet | undefined;
  const labelsOnGpu = () => {
    if (!labels) throw new Error('No class is on the GPU yet: prepare a batch of a data set with classes first.');
    return labels.tensor;
  };
  return {
    async put(places, following) {
      await pixels.put(places, following);
      present.of(places.length).write(places);
      if (classes > 0) labels ??= uploadedLabels(source, indices);
    },
    pictures: (batch, resolution) => pixels.pictures(present.written(batch).tensor, resolution),
    classes: (batch) => classRows(labelsOnGpu(), present.written(batch).tensor, classes),
    drawnClasses: (draw, count) => drawnClassRows(labelsOnGpu(), draw, { count, among: indices.length, classes }),
    release() {
      pixels.release();
      present.release();
      labels?.dispose();
      labels = undefined;
    },
  };
}

function uploadedLabels(source: SliceSource, indices: readonly number[]): Inlet {
  const inlet = createInlet([indices.length], 'int32');
  inlet.write(Int32Array.from(indices, (index) => source.labels[index] as number));
  return inlet;
}
