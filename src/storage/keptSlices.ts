/**
 * Prepared slices kept across visits, found by their hash, so that a run goes on without a second drop of its zip. It
 * refuses to hand out what is not, byte for byte, what was kept.
 */
import type { LoadedSlices } from '../dataset/loadedSlices.ts';
import type { DatasetOptions } from '../protocol/dataset.ts';

export interface OpenedSlices {
  /** The store reads the kept file; closing it closes the file and leaves it. */
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
  /** False where another tab reads them: they stay. */
  remove(hash: string): Promise<boolean>;
  /** Removes all but those whose hash is in `needed` and those in use; gives how many. */
  removeAllBut(needed: ReadonlySet<string>): Promise<number>;
  /** Bytes in all. */
  bytes(): Promise<number>;
}
