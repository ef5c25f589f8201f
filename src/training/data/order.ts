/** Which slice comes when: a pure function of the seed and of how many came before. It refuses to know slices. */
import { permutation } from '../../random/draws.ts';
import { STREAM } from '../../random/streams.ts';

/** Positions in a list of `count` slices of the reals nimg .. nimg + batch - 1. */
export type BatchOrder = (nimg: number, batch: number) => Uint32Array<ArrayBuffer>;

/** A batch that ends an epoch begins the next. */
const EPOCHS_KEPT = 2;

/** Each epoch its own permutation, so that no slice is repeated or dropped within one. It keeps the last ones. */
export function batchOrder(seed: number, count: number): BatchOrder {
  const kept = new Map<number, Uint32Array>();
  const placesOf = (epoch: number): Uint32Array => {
    const places = kept.get(epoch) ?? permutation(seed, STREAM.batchOrder, epoch, count);
    kept.set(epoch, places);
    if (kept.size > EPOCHS_KEPT) kept.delete(Math.min(...kept.keys()));
    return places;
  };
  return (nimg, batch) =>
    Uint32Array.from({ length: batch }, (_, i) => {
      const position = nimg + i;
      return placesOf(Math.floor(position / count))[position % count] as number;
    });
}

/** `batch` positions in a list of `count` for the draw `step`: none twice unless the list is shorter than the batch. */
export function heldOutOrder(seed: number, count: number, step: number, batch: number): Uint32Array<ArrayBuffer> {
  const places = permutation(seed, STREAM.heldOutBatch, step, count);
  return Uint32Array.from({ length: batch }, (_, i) => places[i % count] as number);
}
