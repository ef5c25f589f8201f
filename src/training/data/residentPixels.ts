/**
 * All slices of a list on the GPU, 8 bits a value, uploaded in chunks when the first batch is asked for. It refuses to check
 * whether they fit: placement.ts does.
 */
import type { SliceSource } from '../../dataset/sliceSource.ts';
import { createInlet, type Inlet, inletsWritten } from '../../gpu/inlet.ts';
import { gatherPictures } from '../../ops/gatherPictures.ts';
import { bytesFor, type Pixels, pictureBytes, wordsOf } from './pixels.ts';

/** Read and handed over at once: far above what a call costs, far below what would be missed. */
const CHUNK_BYTES = 8 * 2 ** 20;
/** So many slices fill whole words, whatever their size. */
const WORD_SLICES = 4;

/** indices: of the source's slices, in the order of their places. */
export function residentPixels(source: SliceSource, indices: readonly number[]): Pixels {
  const { resolution: side, channels } = source;
  let packed: Inlet | undefined;
  return {
    async put() {
      packed ??= await uploaded(source, indices);
    },
    pictures(places, resolution) {
      if (!packed) throw new Error('No slice is on the GPU yet: prepare a batch before the step.');
      return gatherPictures(packed.tensor, places, { side, resolution, channels });
    },
    release() {
      packed?.dispose();
      packed = undefined;
    },
  };
}

async function uploaded(source: SliceSource, indices: readonly number[]): Promise<Inlet> {
  const bytes = pictureBytes(source);
  const packed = createInlet([wordsOf(indices.length * bytes)], 'int32');
  const slices = Math.max(1, Math.floor(CHUNK_BYTES / bytes / WORD_SLICES)) * WORD_SLICES;
  try {
    for (let from = 0; from < indices.length; from += slices) {
      const chosen = indices.slice(from, from + slices);
      const chunk = bytesFor(source, chosen.length);
      await source.readBytes(chosen, chunk);
      packed.write(chunk, wordsOf(from * bytes));
      // The browser keeps a copy of each chunk until the GPU has it.
      await inletsWritten();
    }
  } catch (error) {
    packed.dispose();
    throw error;
  }
  return packed;
}
