/** Random slices as a source and packed for the GPU, and both sides' pictures of them. */
import { memoryStore } from '../../src/dataset/memoryStore.ts';
import { storedSource } from '../../src/dataset/storedSource.ts';
import { createInlet } from '../../src/gpu/inlet.ts';
import { gatherPictures } from '../../src/ops/gatherPictures.ts';
import type { Channels } from '../../src/protocol/dataset.ts';
import { bits } from '../../src/random/draws.ts';

const STREAM_OF_PIXELS = 993;
const SLICES = 9;

/** Grey and RGB; sides whose squares do and do not fill words; every halving of one, in odd batches. */
export const PACKED_CASES: readonly {
  readonly side: number;
  readonly resolution: number;
  readonly channels: Channels;
  readonly places: readonly number[];
}[] = [
  ...([1, 3] as const).flatMap((channels) => [
    { side: 1, resolution: 1, channels, places: [3, 0, 8] },
    { side: 2, resolution: 1, channels, places: [5] },
    ...[32, 16, 8, 4, 2, 1].map((resolution) => ({ side: 32, resolution, channels, places: [0, 8, 4, 4, 1] })),
  ]),
  { side: 256, resolution: 4, channels: 1, places: [2, 7, 7] },
  { side: 256, resolution: 1, channels: 1, places: [8] },
];

/** What a source reads, and what the op gathers on the active backend. */
export async function bothPictures({ side, resolution, channels, places }: (typeof PACKED_CASES)[number]) {
  const area = side * side * channels;
  const bytes = Uint8Array.from(
    bits(1, STREAM_OF_PIXELS, side, 4 * Math.ceil((SLICES * area) / 4)),
    (word) => word >>> 24,
  );
  // Both ends of the range, wherever a block may fall.
  bytes.fill(255, 0, area).fill(0, 8 * area, 9 * area);
  const source = randomSource(bytes, side, channels);
  const expected = new Float32Array(places.length * resolution * resolution * channels);
  await source.read(places, resolution, expected);
  const packed = createInlet([bytes.length / 4], 'int32');
  packed.write(bytes);
  const chosen = createInlet([places.length], 'int32');
  chosen.write(Int32Array.from(places));
  const pictures = gatherPictures(packed.tensor, chosen.tensor, { side, resolution, channels });
  const given = Float32Array.from(await pictures.data());
  const { shape } = pictures;
  pictures.dispose();
  packed.dispose();
  chosen.dispose();
  return { expected, given, shape };
}

function randomSource(bytes: Uint8Array, side: number, channels: Channels) {
  const area = side * side * channels;
  const store = memoryStore(area);
  const indices = Array.from({ length: SLICES }, (_, i) => i);
  for (const i of indices) store.append(bytes.subarray(i * area, (i + 1) * area));
  const slices = indices.map((i) => ({ name: `${i}`, subject: `${i}`, className: '', split: '' }));
  const split = { training: indices, heldOut: [], heldOutSubjects: 0 };
  return storedSource({ store, slots: Uint32Array.from(indices), slices, resolution: side, channels }, split);
}
