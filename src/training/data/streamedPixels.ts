/**
 * A batch of slices at a time, read as bytes one batch ahead and copied to the GPU as they are: for data sets that do not
 * fit there. At every resolution whole slices travel, so that the pictures are those of resident pixels to the last bit.
 */
import type { SliceSource } from '../../dataset/sliceSource.ts';
import { createInlet } from '../../gpu/inlet.ts';
import { gatherPictures } from '../../ops/gatherPictures.ts';
import { inletsBySize } from './inlets.ts';
import { bytesFor, type Pixels, pictureBytes, wordsOf } from './pixels.ts';

interface Ahead {
  readonly key: string;
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>;
}

/** indices: of the source's slices, in the order of their places. */
export function streamedPixels(source: SliceSource, indices: readonly number[]): Pixels {
  const { resolution: side, channels } = source;
  const packed = inletsBySize((batch) => createInlet([wordsOf(batch * pictureBytes(source))], 'int32'));
  /** 0, 1, 2 ...: a batch lies in its own order. */
  const inOrder = inletsBySize((batch) => {
    const inlet = createInlet([batch], 'int32');
    inlet.write(Int32Array.from({ length: batch }, (_, i) => i));
    return inlet;
  });
  let ahead: Ahead | undefined;
  const read = async (places: Uint32Array, target: Uint8Array<ArrayBuffer>) => {
    const chosen = Array.from(places, (place) => indices[place] as number);
    await source.readBytes(chosen, target);
    return target;
  };
  return {
    async put(places, following) {
      const expected = ahead?.key === places.join() ? ahead.bytes : undefined;
      ahead = undefined;
      const bytes = await (expected ?? read(places, bytesFor(source, places.length)));
      packed.of(places.length).write(bytes);
      inOrder.of(places.length);
      if (!following) return;
      // Written bytes are copied at once, so the array serves again.
      const next = read(following, following.length === places.length ? bytes : bytesFor(source, following.length));
      // Whoever asks for this batch sees its error; if nobody does, it must not count as unhandled.
      next.catch(() => undefined);
      ahead = { key: following.join(), bytes: next };
    },
    pictures(places, resolution) {
      const batch = places.size;
      const [pixels, order] = [packed.written(batch).tensor, inOrder.written(batch).tensor];
      return gatherPictures(pixels, order, { side, resolution, channels });
    },
    release() {
      packed.release();
      inOrder.release();
      ahead = undefined;
    },
  };
}
