/**
 * SliceSource over a PixelStore. Several sources may look at one store with different splits, so changing the held-out
 * share moves no pixels; whoever closes one of them closes the store. It refuses to decide the split: split.ts does.
 */

import type { PixelStore } from './pixelStore.ts';
import { checkResolution, meansInto } from './pyramid.ts';
import type { SliceFacts, SliceSource } from './sliceSource.ts';
import type { Split } from './split.ts';

/** slots[i] is where the pixels of slices[i] lie in the store. */
export function storedSource(
  store: PixelStore,
  slots: Uint32Array,
  slices: readonly SliceFacts[],
  resolution: number,
  split: Split,
): SliceSource {
  const square = new Uint8Array(store.squareBytes);
  return {
    slices,
    resolution,
    trainingIndices: split.training,
    heldOutIndices: split.heldOut,
    async read(indices, to, target) {
      checkResolution(to, resolution);
      const pixels = to * to;
      if (target.length !== indices.length * pixels)
        throw new RangeError(
          `The target has ${target.length} values; ${indices.length} slices of ${to} x ${to} need ${indices.length * pixels}.`,
        );
      for (let i = 0; i < indices.length; i++) {
        const slot = slots[indices[i] as number];
        if (slot === undefined)
          throw new RangeError(`There is no slice ${indices[i]}: the data set holds ${slices.length}.`);
        store.copy(slot, square, 0);
        meansInto(square, 0, resolution, target, i * pixels, to);
      }
    },
    close: () => store.close(),
  };
}
