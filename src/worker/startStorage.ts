/** Makes the session's storage of this browser's own files, or of memory where it allows none. It refuses to save anything. */
import { memoryStoreFor } from '../dataset/memoryStore.ts';
import { FailureError } from '../protocol/failure.ts';
import { dataHash } from '../storage/dataHash.ts';
import { keptSlices } from '../storage/keptSlices.ts';
import { webLocks } from '../storage/locks.ts';
import { memoryRuns } from '../storage/memoryRuns.ts';
import { savedFolders } from '../storage/opfs.ts';
import { storageFacts } from '../storage/storageFacts.ts';
import { storedRuns } from '../storage/storedRuns.ts';
import { macrotask } from './jobs.ts';
import type { Storage } from './storage.ts';

export async function startStorage(): Promise<Storage> {
  const spare = memoryRuns(macrotask);
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
      hashOf: (loaded, options) => dataHash(loaded, options, macrotask),
      facts: () => storageFacts({ runs, kept, manager, failure: undefined }),
    };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { failure } = error;
    const facts = () => storageFacts({ runs: spare, kept: undefined, manager, failure });
    return {
      runs: spare,
      spare,
      kept: undefined,
      hashOf: (loaded, options) => dataHash(loaded, options, macrotask),
      facts,
    };
  }
}
