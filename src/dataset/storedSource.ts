/**
 * SliceSource over a PixelStore. Several sources may look at one store with different splits, so changing the held-out
 * share moves no pixels; whoever closes one of them closes the store. It refuses to decide the split: split.ts does.
 */

import { labelSlices } from './labels.ts';
import type { LoadedSlices } from './loadedSlices.ts';
import { checkResolution, meansInto } from './pyramid.ts';
import type { SliceSource } from './sliceSource.ts';
import type { Split } from './split.ts';

/** What was read, or as much of it as a source needs. */
export type StoredSlices = Pick<LoadedSlices, 'store' | 'slots' | 'slices' | 'resolution' | 'channels'>;

/** A source of `loaded` as `split` divides it. */
export function storedSource(loaded: StoredSlices, split: Split): SliceSource {
  const { store, slots, slices, resolution, channels } = loaded;
  const square = new Uint8Array(store.squareBytes);
  const slotOf = (index: number): number => {
    const slot = slots[index];
    if (slot === undefined) throw new RangeError(`There is no slice ${index}: the data set holds ${slices.length}.`);
    return slot;
  };
  return {
    slices,
    resolution,
    channels,
    ...labelSlices(slices, split.training),
    trainingIndices: split.training,
    heldOutIndices: split.heldOut,
    async read(indices, to, target) {
      checkResolution(to, resolution);
      const values = to * to * channels;
      if (target.length !== indices.length * values)
        throw new RangeError(
          `The target has ${target.length} values; ${indices.length} slices of ${to} x ${to} x ${channels} need ${indices.length * values}.`,
        );
      for (let i = 0; i < indices.length; i++) {
        store.copy(slotOf(indices[i] as number), square, 0);
        meansInto(square, resolution, channels, target, i * values, to);
      }
    },
    async readBytes(indices, target) {
      const needed = indices.length * store.squareBytes;
      if (target.length < needed)
        throw new RangeError(`The target has ${target.length} bytes; ${indices.length} slices need ${needed}.`);
      for (let i = 0; i < indices.length; i++) store.copy(slotOf(indices[i] as number), target, i * store.squareBytes);
    },
    close: () => store.close(),
  };
}
