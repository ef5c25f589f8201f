/** The session's storage in memory, with everything that the browser's has. */
import { memoryStoreFor } from '../../src/dataset/memoryStore.ts';

import { dataHash } from '../../src/storage/dataHash.ts';
import type { Folder } from '../../src/storage/files.ts';
import { keptSlices } from '../../src/storage/keptSlices.ts';
import { ownLocks } from '../../src/storage/locks.ts';
import { memoryFolder } from '../../src/storage/memoryFolder.ts';
import { memoryRuns } from '../../src/storage/memoryRuns.ts';
import { storageFacts } from '../../src/storage/storageFacts.ts';
import { storedRuns } from '../../src/storage/storedRuns.ts';
import { macrotask } from '../../src/worker/jobs.ts';
import type { Storage } from '../../src/worker/storage.ts';

export interface MemoryStorageParts {
  /** Where runs are; one that two storages share is what a reload finds. */
  readonly runsFolder?: Folder;
  readonly keptFolder?: Folder;
}

export function memoryStorage({
  runsFolder = memoryFolder(),
  keptFolder = memoryFolder(),
}: MemoryStorageParts = {}): Storage {
  const kept = keptSlices({
    folder: keptFolder,
    locks: ownLocks(),
    pause: macrotask,
    inMemory: memoryStoreFor,
  });
  const runs = storedRuns({
    folder: runsFolder,
    locks: ownLocks(),
    pause: macrotask,
    isKept: (hash) => kept.has(hash),
    keepsAverages: true,
  });
  const facts = () => storageFacts({ runs, kept, manager: undefined, failure: undefined });
  return {
    runs,
    spare: memoryRuns(macrotask),
    kept,
    hashOf: (loaded, options) => dataHash(loaded, options, macrotask),
    facts,
  };
}
