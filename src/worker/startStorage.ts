/** Makes the session's storage of this browser's own files, or of memory where it allows none. It refuses to save anything. */
import type { LoadedSlices } from '../dataset/loadedSlices.ts';
import { memoryStoreFor } from '../dataset/memoryStore.ts';
import { FailureError } from '../protocol/failure.ts';
import { dataHash } from '../storage/dataHash.ts';
import { keptSlices } from '../storage/keptSlices.ts';
import { webLocks } from '../storage/locks.ts';
import { memoryRuns } from '../storage/memoryRuns.ts';
import { savedFolders } from '../storage/opfs.ts';
import { storageFacts } from '../storage/storageFacts.ts';
import { storageDenied } from '../storage/storageFailures.ts';
import { storedRuns } from '../storage/storedRuns.ts';
import { macrotask } from './jobs.ts';
import type { Storage } from './storage.ts';

export async function startStorage(): Promise<Storage> {
  const spare = memoryRuns(macrotask);
  const hashOf = rememberedHash();
  const manager = navigator.storage;
  try {
    const folders = await savedFolders();
    const kept = keptSlices({
      folder: folders.kept,
      locks: webLocks(navigator.locks),
      pause: macrotask,
      inMemory: memoryStoreFor,
    });
    const runs = storedRuns({
      folder: folders.runs,
      locks: webLocks(navigator.locks),
      pause: macrotask,
      isKept: (hash) => kept.has(hash),
      keepsAverages: true,
    });
    await runs.removeUnsaved();
    return {
      runs,
      spare,
      kept,
      hashOf,
      facts: () => storageFacts({ runs, kept, manager, failure: undefined }),
    };
  } catch (error) {
    if (!(error instanceof FailureError || error instanceof DOMException)) throw error;
    // Whatever the browser's reason is: training goes on without files.
    const { failure } = error instanceof FailureError ? error : storageDenied(error);
    const facts = () => storageFacts({ runs: spare, kept: undefined, manager, failure });
    return {
      runs: spare,
      spare,
      kept: undefined,
      hashOf,
      facts,
    };
  }
}

/** Hashing a large data set takes seconds, and it is asked for again and again. */
function rememberedHash(): Storage['hashOf'] {
  const known = new WeakMap<LoadedSlices, Map<string, Promise<string>>>();
  return (loaded, options) => {
    const { seed, heldOut, trainOn } = options;
    const split = JSON.stringify([seed, heldOut, trainOn]);
    const ofLoaded = known.get(loaded) ?? new Map<string, Promise<string>>();
    known.set(loaded, ofLoaded);
    const hash = ofLoaded.get(split) ?? dataHash(loaded, options, macrotask);
    ofLoaded.set(split, hash);
    return hash;
  };
}
