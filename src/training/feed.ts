/**
 * From a SliceSource to batches on the GPU, in an order that is a pure function of seed and nimg. It reads one batch ahead
 * and never repeats or drops a slice within an epoch.
 */

import type { SliceSource } from '../dataset/sliceSource.ts';
import * as tf from '../gpu/tf.ts';
import { permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';

export interface Feed {
  readonly slicesPerEpoch: number;
  /** The batch that starts at `nimg`, [batch,R,R,1] in [-1,1]. Caller disposes. */
  next(nimg: number, batch: number, resolution: number): Promise<tf.Tensor4D>;
}

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
  const { trainingIndices } = source;
  const count = trainingIndices.length;
  if (count === 0) throw new Error('There is no slice to train on: choose other classes or hold fewer subjects out.');

  const read = async (nimg: number, batch: number, resolution: number) => {
    const pixels = new Float32Array(batch * resolution * resolution);
    const indices = batchOrder(seed, count, nimg, batch).map((place) => trainingIndices[place] as number);
    await source.read(indices, resolution, pixels);
    return pixels;
  };

  let ahead: { readonly key: string; readonly pixels: Promise<Float32Array> } | undefined;
  const keyOf = (...numbers: number[]) => numbers.join(' ');
  return {
    slicesPerEpoch: count,
    async next(nimg, batch, resolution) {
      const key = keyOf(nimg, batch, resolution);
      const pixels = await (ahead?.key === key ? ahead.pixels : read(nimg, batch, resolution));
      const following = read(nimg + batch, batch, resolution);
      // Whoever asks for this batch sees its error; if nobody does, it must not count as unhandled.
      following.catch(() => undefined);
      ahead = { key: keyOf(nimg + batch, batch, resolution), pixels: following };
      return tf.tensor4d(pixels, [batch, resolution, resolution, 1]);
    },
  };
}
