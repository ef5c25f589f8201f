/**
 * From a SliceSource to batches on the GPU, and their classes, in an order that is a pure function of seed and nimg. It
 * reads one batch ahead and never repeats or drops a slice within an epoch.
 */

import type { SliceSource } from '../dataset/sliceSource.ts';
import * as tf from '../gpu/tf.ts';
import { FailureError } from '../protocol/failure.ts';
import { bits, permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';

export interface Feed {
  readonly slicesPerEpoch: number;
  /** Values a pixel: 1 or 3. */
  readonly channels: number;
  /** Class names in label order; [] where the data set has none. */
  readonly classes: readonly string[];
  /** Held-out slices of the classes that are trained on. */
  readonly heldOutCount: number;
  /** The batch that starts at `nimg`, [batch,R,R,channels] in [-1,1]. Caller disposes. */
  next(nimg: number, batch: number, resolution: number): Promise<tf.Tensor4D>;
  /** The class of each real of the batch that starts at `nimg`; NO_CLASS of dataset/labels.ts where a slice has none. */
  labelsOf(nimg: number, batch: number): Uint32Array<ArrayBuffer>;
  /** Classes of `batch` training slices drawn with replacement, so that fakes have the data's shares: pure in (seed, stream, step). */
  drawLabels(seed: number, stream: number, step: number, batch: number): Uint32Array<ArrayBuffer>;
  /**
   * Slices never trained on, of the classes that are, [batch,R,R,channels] in [-1,1]: pure in (seed, step), none twice
   * unless there are fewer than `batch`. Caller disposes. Throws FailureError 'bad-config' where none is held out.
   */
  heldOut(step: number, batch: number, resolution: number): Promise<tf.Tensor4D>;
  /** The classes of heldOut's slices at the same step. Throws as heldOut does. */
  heldOutLabels(step: number, batch: number): Uint32Array<ArrayBuffer>;
}

const WORD_COUNT = 2 ** 32;

/** Positions in `count` training slices of the reals nimg .. nimg + batch - 1: each epoch its own permutation. */
export function batchOrder(seed: number, count: number, nimg: number, batch: number): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(batch);
  let epoch = -1;
  let places = new Uint32Array(0);
  for (let i = 0; i < batch; i++) {
    const position = nimg + i;
    const wanted = Math.floor(position / count);
    if (wanted !== epoch) {
      epoch = wanted;
      places = permutation(seed, STREAM.batchOrder, epoch, count);
    }
    order[i] = places[position % count] as number;
  }
  return order;
}

/** A feed over the source's training slices. The source stays the caller's. */
export function createFeed(source: SliceSource, seed: number): Feed {
  const { trainingIndices, channels, classes, labels } = source;
  const count = trainingIndices.length;
  if (count === 0) throw new Error('There is no slice to train on: choose other classes or hold fewer subjects out.');
  const heldOutIndices = heldOutOfTrainedClasses(source);

  const read = async (indices: Uint32Array, resolution: number) => {
    const pixels = new Float32Array(indices.length * resolution * resolution * channels);
    await source.read(indices, resolution, pixels);
    return pixels;
  };
  const toGpu = (pixels: Float32Array, batch: number, resolution: number) =>
    tf.tensor4d(pixels, [batch, resolution, resolution, channels]);
  const labelsAt = (indices: Uint32Array) => indices.map((index) => labels[index] as number);
  const trained = (nimg: number, batch: number) =>
    batchOrder(seed, count, nimg, batch).map((place) => trainingIndices[place] as number);
  const away = (step: number, batch: number) => {
    if (heldOutIndices.length === 0)
      throw new FailureError(
        'bad-config',
        'No slice is held out to compare with: hold out a share of the subjects, or keep augmentation fixed.',
      );
    const order = permutation(seed, STREAM.heldOutBatch, step, heldOutIndices.length);
    return Uint32Array.from({ length: batch }, (_, i) => heldOutIndices[order[i % order.length] as number] as number);
  };

  let ahead: { readonly key: string; readonly pixels: Promise<Float32Array> } | undefined;
  const keyOf = (...numbers: number[]) => numbers.join(' ');
  return {
    slicesPerEpoch: count,
    channels,
    classes,
    heldOutCount: heldOutIndices.length,
    async next(nimg, batch, resolution) {
      const key = keyOf(nimg, batch, resolution);
      const pixels = await (ahead?.key === key ? ahead.pixels : read(trained(nimg, batch), resolution));
      const following = read(trained(nimg + batch, batch), resolution);
      // Whoever asks for this batch sees its error; if nobody does, it must not count as unhandled.
      following.catch(() => undefined);
      ahead = { key: keyOf(nimg + batch, batch, resolution), pixels: following };
      return toGpu(pixels, batch, resolution);
    },
    labelsOf: (nimg, batch) => labelsAt(trained(nimg, batch)),
    drawLabels: (drawSeed, stream, step, batch) =>
      labelsAt(
        bits(drawSeed, stream, step, batch).map(
          (word) => trainingIndices[Math.floor((word / WORD_COUNT) * count)] as number,
        ),
      ),
    heldOut: async (step, batch, resolution) => toGpu(await read(away(step, batch), resolution), batch, resolution),
    heldOutLabels: (step, batch) => labelsAt(away(step, batch)),
  };
}

/** A critic that never saw a class would score it low for that alone. */
function heldOutOfTrainedClasses({ slices, trainingIndices, heldOutIndices }: SliceSource): number[] {
  const trained = new Set(trainingIndices.map((index) => slices[index]?.className));
  return heldOutIndices.filter((index) => trained.has(slices[index]?.className));
}
