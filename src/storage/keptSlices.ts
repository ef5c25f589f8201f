/**
 * Prepared slices kept across visits, found by their hash, so that a run goes on without a second drop of its zip. It
 * refuses to hand out what is not, byte for byte, what was kept.
 */
import type { LoadedSlices } from '../dataset/loadedSlices.ts';
import type { PixelStore } from '../dataset/pixelStore.ts';
import type { DatasetOptions } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import { blockBytes, dataHash, hashOfBlocks, squareBlocks } from './dataHash.ts';
import type { Folder, Pause } from './files.ts';
import { factsBytes, factsIn, type KeptFacts } from './keptFacts.ts';
import { keptStore } from './keptStore.ts';
import type { Locks } from './locks.ts';
import { bytesOfFiles } from './runListing.ts';
import { ifReadable, inSentences } from './storageFailures.ts';
import { blocksOf, readFile, writeBlocks, writeFile } from './wholeFiles.ts';

export interface OpenedSlices {
  /** The store reads what was kept; closing it leaves that. */
  readonly loaded: LoadedSlices;
  readonly options: DatasetOptions;
}

export interface KeptSlices {
  /** Keeps a copy, unless it is kept already; gives its hash. Throws FailureError 'storage-full' and leaves nothing then. */
  keep(loaded: LoadedSlices, options: DatasetOptions): Promise<string>;
  has(hash: string): Promise<boolean>;
  /**
   * undefined where none are kept, or they are damaged (they are removed then). FailureError 'run-elsewhere' where they are
   * too many for memory and another tab reads them. Caller closes the store.
   */
  open(hash: string): Promise<OpenedSlices | undefined>;
  /** False where another tab reads or writes them: they stay. */
  remove(hash: string): Promise<boolean>;
  /** Removes all but those whose hash is in `needed` and those in use; gives how many. */
  removeAllBut(needed: ReadonlySet<string>): Promise<number>;
  /** Bytes in all. */
  bytes(): Promise<number>;
}

export interface KeptSlicesOptions {
  /** Where the slices are kept: opfs.ts gives the browser's. */
  readonly folder: Folder;
  readonly locks: Locks;
  readonly pause: Pause;
  /** A store in memory for so many squares; undefined where they are too many. */
  readonly inMemory: (squareBytes: number, count: number) => PixelStore | undefined;
}

/** The squares one after the other, then the facts; written last, the third says that the others are whole. */
const ENDINGS = { squares: 'squares', facts: 'json', whole: 'whole' } as const;

export function keptSlices({ folder: raw, locks, pause, inMemory }: KeptSlicesOptions): KeptSlices {
  const folder = inSentences(raw);

  async function has(hash: string): Promise<boolean> {
    const names = new Set(await folder.fileNames());
    return Object.values(ENDINGS).every((ending) => names.has(`${hash}.${ending}`));
  }

  /** During `work` no other tab keeps or removes those slices; undefined where one does. */
  async function alone<T>(hash: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    const release = await locks.take(`gyrus-kept-${hash}`);
    if (release === undefined) return undefined;
    try {
      return { result: await work() };
    } finally {
      await release();
    }
  }

  async function removed(hash: string): Promise<boolean> {
    try {
      // Squares that are being read are locked, and then all of it stays.
      for (const ending of Object.values(ENDINGS)) await folder.remove(`${hash}.${ending}`);
      return true;
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'run-elsewhere') return false;
      throw error;
    }
  }

  async function written(hash: string, loaded: LoadedSlices, options: DatasetOptions): Promise<void> {
    try {
      await writeBlocks(folder, `${hash}.${ENDINGS.squares}`, squareBlocks(loaded), pause);
      await writeFile(folder, `${hash}.${ENDINGS.facts}`, [await factsBytes(loaded, options)], pause);
      await writeFile(folder, `${hash}.${ENDINGS.whole}`, [], pause);
    } catch (error) {
      await removed(hash);
      throw error;
    }
  }

  async function facts(hash: string): Promise<KeptFacts | undefined> {
    const stored = await folder.read(`${hash}.${ENDINGS.facts}`);
    const found = stored && (await ifReadable(() => readFile(stored, pause)));
    return found && factsIn(found.bytes);
  }

  async function opened(hash: string): Promise<OpenedSlices | undefined> {
    const known = await facts(hash);
    const stored = await folder.read(`${hash}.${ENDINGS.squares}`);
    if (known === undefined || stored === undefined) return undefined;
    const { loaded, options } = known;
    const squareBytes = loaded.resolution ** 2 * loaded.channels;
    const count = loaded.slices.length;
    if (stored.size !== squareBytes * count) return undefined;
    const memory = inMemory(squareBytes, count);
    const blocks = memory
      ? appended(blocksOf(stored, blockBytes(squareBytes)), memory)
      : blocksOf(stored, blockBytes(squareBytes));
    const found = await ifReadable(() => hashOfBlocks(blocks, loaded, options, pause));
    if (found !== hash) return undefined;
    const store = memory ?? keptStore(await folder.openToRead(`${hash}.${ENDINGS.squares}`), squareBytes, count);
    return { loaded: { ...loaded, store, slots: Uint32Array.from(loaded.slices.keys()) }, options };
  }

  return {
    has,
    async keep(loaded, options) {
      const hash = await dataHash(loaded, options, pause);
      if (!(await has(hash))) await alone(hash, () => written(hash, loaded, options));
      return hash;
    },
    async open(hash) {
      if (!(await has(hash))) return undefined;
      const found = await opened(hash);
      if (found === undefined) await alone(hash, () => removed(hash));
      return found;
    },
    remove: async (hash) => (await alone(hash, () => removed(hash)))?.result ?? false,
    async removeAllBut(needed) {
      const hashes = new Set((await folder.fileNames()).map((name) => name.split('.')[0] as string));
      let count = 0;
      for (const hash of hashes)
        if (!needed.has(hash) && (await alone(hash, () => removed(hash)))?.result === true) count++;
      return count;
    },
    bytes: () => bytesOfFiles(folder),
  };
}

/** Passes `blocks` on, and appends their squares to `store`. */
async function* appended(
  blocks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  store: PixelStore,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const { squareBytes } = store;
  for await (const block of blocks) {
    for (let at = 0; at < block.length; at += squareBytes) store.append(block.subarray(at, at + squareBytes));
    yield block;
  }
}
