/** A few phantoms in memory, as a run's data: content does not matter to speed. It refuses to hold any out. */
import { memoryStore } from '../src/dataset/memoryStore.ts';
import { phantomSlice } from '../src/dataset/phantom.ts';
import type { SliceSource } from '../src/dataset/sliceSource.ts';
import { storedSource } from '../src/dataset/storedSource.ts';
import type { Channels } from '../src/protocol/dataset.ts';

/** More than a batch, so that batches differ. */
const SLICES = 64;
const PHANTOM_SEED = 1;

/** Squares of `resolution` pixels and `channels` equal values a pixel. */
export function madeUpSlices(resolution: number, channels: Channels): SliceSource {
  const store = memoryStore(resolution * resolution * channels);
  const indices = Array.from({ length: SLICES }, (_, index) => index);
  for (const index of indices) {
    const grey = phantomSlice(index, PHANTOM_SEED, resolution);
    store.append(new Uint8Array(grey.length * channels).map((_, at) => grey[Math.floor(at / channels)] as number));
  }
  const slices = indices.map((index) => ({ name: `${index}`, subject: `${index}`, className: '', split: '' }));
  return storedSource(
    { store, slots: Uint32Array.from(indices), slices, resolution, channels },
    { training: indices, heldOut: [], heldOutSubjects: 0 },
  );
}
