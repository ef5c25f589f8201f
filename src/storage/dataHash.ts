/**
 * What makes two data sets one to a run: the squares in the order of the slices, what is known of each, and how they are
 * split. It refuses to count what changes nothing: the zip's name, how long reading took, the order in the archive.
 */
import type { LoadedSlices } from '../dataset/loadedSlices.ts';
import type { DatasetOptions } from '../protocol/dataset.ts';
import { BLOCK_BYTES, startDigest } from './digest.ts';
import type { Pause } from './files.ts';

/** Changes with the form of what is hashed, so that no old hash is taken for a new one. */
const HASH_FORMAT = 'gyrus-data/1';

export type HashedFacts = Pick<LoadedSlices, 'slices' | 'resolution' | 'channels'>;
export type HashedSlices = HashedFacts & Pick<LoadedSlices, 'store' | 'slots'>;
export type SplitOptions = Pick<DatasetOptions, 'seed' | 'heldOut' | 'trainOn'>;

/** SHA-256 in hexadecimal digits, the same on any machine that reads the same bytes the same way. */
export async function dataHash(loaded: HashedSlices, options: SplitOptions, pause: Pause): Promise<string> {
  return hashOfBlocks(squareBlocks(loaded), loaded, options, pause);
}

/** As dataHash, of squares that lie one after the other already, in blocks of blockBytes(). */
export async function hashOfBlocks(
  blocks: Iterable<Uint8Array<ArrayBuffer>> | AsyncIterable<Uint8Array<ArrayBuffer>>,
  facts: HashedFacts,
  options: SplitOptions,
  pause: Pause,
): Promise<string> {
  const digest = startDigest();
  for await (const block of blocks) {
    await digest.add(block);
    await pause();
  }
  return digest.finish(new TextEncoder().encode(canonicalText(facts, options)));
}

/** All squares in the order of the slices. The buffer is the generator's, and filled anew for each block. */
export function* squareBlocks({
  store,
  slots,
}: Pick<LoadedSlices, 'store' | 'slots'>): Generator<Uint8Array<ArrayBuffer>, void> {
  const { squareBytes } = store;
  const buffer = new Uint8Array(blockBytes(squareBytes));
  let filled = 0;
  for (const slot of slots) {
    store.copy(slot, buffer, filled);
    filled += squareBytes;
    if (filled < buffer.length) continue;
    yield buffer;
    filled = 0;
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

/** Bytes of a block of whole squares: about BLOCK_BYTES. */
export function blockBytes(squareBytes: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / squareBytes)) * squareBytes;
}

function canonicalText(
  { slices, resolution, channels }: HashedFacts,
  { seed, heldOut, trainOn }: SplitOptions,
): string {
  const classes = trainOn === 'all' ? trainOn : [...new Set(trainOn)].sort();
  const facts = slices.map(({ name, subject, className, split }) => [name, subject, className, split]);
  return JSON.stringify([HASH_FORMAT, resolution, channels, seed, heldOut, classes, facts]);
}
