/** Saved runs and kept slices where synchronous file handles exist: does what its page asks, one thing at a time. */
import { memoryStore } from '../../src/dataset/memoryStore.ts';
import { openPhantoms } from '../../src/dataset/openDataset.ts';
import { toFailure } from '../../src/protocol/failure.ts';
import { dataHash } from '../../src/storage/dataHash.ts';
import { type KeptSlices, keptSlices } from '../../src/storage/keptSlices.ts';
import { webLocks } from '../../src/storage/locks.ts';
import { savedFolders } from '../../src/storage/opfs.ts';
import type { OpenRun, RunStore } from '../../src/storage/runStore.ts';
import { storageFacts } from '../../src/storage/storageFacts.ts';
import { storedRuns } from '../../src/storage/storedRuns.ts';
import { macrotask } from '../../src/worker/jobs.ts';
import { factsAt, newRun } from '../support/savedRunFixtures.ts';

/** Tells the page of each block that was read, hashed or written, so that it can end this worker in the middle. */
const pause = async () => {
  postMessage({ block: true });
  await macrotask();
};

let runs: RunStore;
let kept: KeptSlices;
let largeKept: KeptSlices;
let run: OpenRun | undefined;

const OPTIONS = { resolution: 32, channels: 1, seed: 5, heldOut: 0.1, trainOn: 'all' } as const;

function phantoms() {
  return openPhantoms({ count: 200, phantomSeed: 1 }, OPTIONS, {
    decode: () => Promise.reject(new Error('Phantoms need no decoder.')),
    makeStore: async (squareBytes) => memoryStore(squareBytes),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}

/** Bytes that tell their seed at both ends of every block. */
function bytesOf(seed: number, length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).fill(seed);
}

const ACTIONS = {
  async start() {
    const folders = await savedFolders();
    const shared = { locks: webLocks(navigator.locks), pause };
    kept = keptSlices({ folder: folders.kept, ...shared, inMemory: memoryStore });
    largeKept = keptSlices({ folder: folders.kept, ...shared, inMemory: () => undefined });
    runs = storedRuns({ folder: folders.runs, ...shared, isKept: kept.has, keepsAverages: true });
  },
  async create(runId: string) {
    run = await runs.create(newRun(runId));
  },
  async open(runId: string) {
    run = await runs.open(runId);
  },
  close: async () => run?.close(),
  async save(nimg: number, length: number) {
    return (await run?.save([bytesOf(nimg, length), new Uint8Array(3)], factsAt(nimg)))?.file;
  },
  async load(runId: string) {
    const { bytes, slot, damage } = await runs.load(runId);
    const isWhole =
      bytes.subarray(0, -3).every((byte) => byte === slot.nimg) && bytes.subarray(-3).every((b) => b === 0);
    return { nimg: slot.nimg, length: bytes.length, isWhole, damage };
  },
  async sheet(nimg: number) {
    await run?.writeSheet(nimg, Uint8Array.of(nimg, nimg));
    await run?.pin('change');
    return [...((await run?.readSheet(nimg)) ?? [])];
  },
  duplicate: (runId: string, newId: string) => runs.duplicate(runId, newId, 1),
  rename: (runId: string, name: string) => runs.rename(runId, name),
  remove: (runId: string) => runs.remove(runId),
  clearRuns: () => runs.clearRuns(),
  async list() {
    const { runs: saved, unreadable } = await runs.list();
    if (unreadable.length > 0) throw new Error(unreadable.map(({ reason }) => reason).join(' '));
    return saved.map(({ runId, name, held, nimg, bytes, thumbnail }) => ({
      ...{ runId, name, held, nimg, bytes },
      thumbnail: [...(thumbnail ?? [])],
    }));
  },
  facts: () => storageFacts({ runs, kept, manager: navigator.storage, failure: undefined }),
  async keep() {
    return kept.keep((await phantoms()).loaded, OPTIONS);
  },
  async keptFrom(where: 'memory' | 'file', hash: string) {
    const opened = await (where === 'memory' ? kept : largeKept).open(hash);
    if (opened === undefined) return undefined;
    const found = await dataHash(opened.loaded, opened.options, pause);
    const removedWhileOpen = await kept.remove(hash);
    await opened.loaded.store.close();
    return { isSame: found === hash, name: opened.loaded.name, removedWhileOpen };
  },
  has: (hash: string) => kept.has(hash),
  removeAllBut: () => kept.removeAllBut(new Set()),
};

export type Actions = typeof ACTIONS;

addEventListener('message', async ({ data }: MessageEvent<{ name: keyof Actions; args: readonly unknown[] }>) => {
  const action: (...args: never[]) => Promise<unknown> = ACTIONS[data.name];
  try {
    postMessage({ result: await action(...(data.args as never[])) });
  } catch (error) {
    postMessage({ failure: toFailure(error) });
  }
});
