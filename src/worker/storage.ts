/** What the session needs of this browser's storage, so that tests can put memory in its place. Types only. */
import type { LoadedSlices } from '../dataset/loadedSlices.ts';
import type { DatasetOptions } from '../protocol/dataset.ts';
import type { StorageFacts } from '../protocol/savedRuns.ts';
import type { KeptSlices } from '../storage/keptSlices.ts';
import type { RunStore } from '../storage/runStore.ts';

export interface Storage {
  readonly runs: RunStore;
  /** Where a new run's saves go when `runs` has no room for one: memory. */
  readonly spare: RunStore;
  /** undefined where nothing can be kept. */
  readonly kept: KeptSlices | undefined;
  /** The hash by which kept slices are found. */
  hashOf(loaded: LoadedSlices, options: DatasetOptions): Promise<string>;
  facts(): Promise<StorageFacts>;
}
