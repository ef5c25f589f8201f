/** What the page is told of this browser's storage. It refuses to guess what the browser does not say. */
import type { Failure } from '../protocol/failure.ts';
import type { StorageFacts } from '../protocol/savedRuns.ts';
import type { RunStore } from './runStore.ts';

export interface StorageFactsSources {
  readonly runs: Pick<RunStore, 'bytes'>;
  readonly kept: { bytes(): Promise<number> } | undefined;
  /** navigator.storage; undefined where the browser has none. */
  readonly manager: Pick<StorageManager, 'estimate' | 'persisted'> | undefined;
  /** Why nothing can be saved, if so. */
  readonly failure: Failure | undefined;
}

export async function storageFacts({ runs, kept, manager, failure }: StorageFactsSources): Promise<StorageFacts> {
  const parts = { ...(await runs.bytes()), cache: (await kept?.bytes()) ?? 0 };
  if (failure) return { failure, parts };
  const { quota, usage } = (await manager?.estimate()) ?? {};
  const isPersistent = await manager?.persisted?.();
  return {
    parts,
    ...(isPersistent !== undefined && { isPersistent }),
    ...(quota !== undefined && { quota }),
    ...(usage !== undefined && { usage }),
  };
}
