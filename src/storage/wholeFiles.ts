/**
 * Whole files, read, written and copied a block at a time, with a digest made on the way. It refuses to hold up its
 * worker: after each block others have their turn.
 */
import { BLOCK_BYTES, startDigest } from './digest.ts';
import type { Folder, Pause, StoredBytes } from './files.ts';
import { storageFull } from './storageFailures.ts';

/** What a file holds: its size, and its digest as digest.ts has it. */
export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes `chunks` one after the other as the whole of `name`, flushed. As writeBlocks. */
export function writeFile(folder: Folder, name: string, chunks: readonly Uint8Array[], pause: Pause): Promise<Written> {
  return writeBlocks(folder, name, blocksOfChunks(chunks), pause);
}

/** Copies `stored`, of any folder, as writeFile does. */
export function copyFile(stored: StoredBytes, folder: Folder, name: string, pause: Pause): Promise<Written> {
  return writeBlocks(folder, name, blocksOf(stored), pause);
}

/**
 * Writes `blocks` as the whole of `name`, in place, flushed: what it held before is gone as soon as this begins. A block may be
 * reused by whoever yields it. Throws FailureError 'storage-full', and removes the file then, to give its room back.
 */
export async function writeBlocks(
  folder: Folder,
  name: string,
  blocks: AsyncIterable<Uint8Array<ArrayBuffer>> | Iterable<Uint8Array<ArrayBuffer>>,
  pause: Pause,
): Promise<Written> {
  const digest = startDigest();
  let bytes = 0;
  try {
    const writer = await folder.write(name);
    try {
      for await (const block of blocks) {
        if (writer.write(block, { at: bytes }) !== block.length) throw storageFull(name);
        bytes += block.length;
        await digest.add(block);
        await pause();
      }
      writer.truncate(bytes);
      writer.flush();
    } finally {
      writer.close();
    }
  } catch (error) {
    await folder.remove(name);
    throw error;
  }
  return { bytes, sha256: await digest.finish() };
}

/** The whole of `stored`, with its digest. */
export async function readFile(
  stored: StoredBytes,
  pause: Pause,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string }> {
  const bytes = new Uint8Array(stored.size);
  const digest = startDigest();
  let at = 0;
  for await (const block of blocksOf(stored)) {
    bytes.set(block, at);
    at += block.length;
    await digest.add(block);
    await pause();
  }
  return { bytes, sha256: await digest.finish() };
}

/** What `stored` holds, without keeping it. */
export async function digestOf(stored: StoredBytes, pause: Pause): Promise<Written> {
  const digest = startDigest();
  for await (const block of blocksOf(stored)) {
    await digest.add(block);
    await pause();
  }
  return { bytes: stored.size, sha256: await digest.finish() };
}

/** `stored` in buffers of `blockBytes`, the last one shorter. */
export async function* blocksOf(
  stored: StoredBytes,
  blockBytes = BLOCK_BYTES,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for (let from = 0; from < stored.size; from += blockBytes)
    yield new Uint8Array(await stored.slice(from, Math.min(stored.size, from + blockBytes)).arrayBuffer());
}

/** Fills one buffer again and again: many small chunks are one write, and a large one is several. */
function* blocksOfChunks(chunks: readonly Uint8Array[]): Generator<Uint8Array<ArrayBuffer>, void> {
  const total = chunks.reduce((sum, { length }) => sum + length, 0);
  const block = new Uint8Array(Math.min(BLOCK_BYTES, total));
  let filled = 0;
  for (const chunk of chunks)
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + block.length - filled);
      block.set(part, filled);
      from += part.length;
      filled += part.length;
      if (filled < block.length) continue;
      yield block;
      filled = 0;
    }
  if (filled > 0) yield block.subarray(0, filled);
}
