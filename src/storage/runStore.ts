/**
 * The saved runs of this browser and the one writer of each: what worker/ codes against. storedRuns.ts has it over the
 * origin private file system, memoryRuns.ts where that is denied. It knows bytes, not what a checkpoint holds. Types only.
 */
import type { SavedRun } from '../protocol/savedRuns.ts';
import type { RunRecord, SlotRecord } from './runRecord.ts';

/** What a run is made with; the rest of its record comes with the saves. */
export type NewRun = Pick<RunRecord, 'runId' | 'name' | 'preset' | 'resolution' | 'createdAt' | 'totalNimg' | 'data'>;

/** What a save says of the run beside its bytes; what is left out stays as it was. */
export type SaveFacts = Pick<RunRecord, 'nimg' | 'savedAt' | 'state'> & Partial<Pick<RunRecord, 'totalNimg' | 'data'>>;

export interface LoadedCheckpoint {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly slot: SlotRecord;
  /** Why the newest save was damaged, as a sentence, where this is the one before it. */
  readonly damage?: string;
}

/**
 * A run open for writing in this worker, and nowhere else. What is asked of it happens in the order asked, each whole:
 * killed at any byte, the run is as it was before or as it is after. All throw FailureError 'storage-full' or
 * 'storage-denied', and leave what was saved before.
 */
export interface OpenRun {
  readonly runId: string;
  /** As the manifest has it at present. */
  readonly record: RunRecord;
  /**
   * Writes `chunks` one after the other as the newest checkpoint, reads it back, and only then counts it: the slot's record.
   * The chunks stay the caller's and must not change until this is done. 'bad-checkpoint' where the disk gave back
   * something else than was written.
   */
  save(chunks: readonly Uint8Array[], facts: SaveFacts): Promise<SlotRecord>;
  /** The newest whole checkpoint. A damaged one is given up for good, so that no save writes over the whole one. 'bad-checkpoint' where none is. */
  load(): Promise<LoadedCheckpoint>;
  /**
   * Keeps a copy of a checkpoint beside the two that roll, in place of the former of its kind ([a-z], e.g. 'change'): of the
   * newest, or of the one of the two whose nimg is nearest to `near`.
   */
  pin(kind: string, near?: number): Promise<void>;
  /** The checkpoint pinned as `kind`; undefined where there is none. 'bad-checkpoint' where it is damaged. */
  loadPin(kind: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** The run ended, or goes on, without a new checkpoint. */
  setState(state: RunRecord['state']): Promise<void>;
  rename(name: string): Promise<void>;
  /** One at that nimg is replaced. */
  writeSheet(nimg: number, png: Uint8Array): Promise<void>;
  /** undefined where there is none. */
  readSheet(nimg: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  removeSheet(nimg: number): Promise<void>;
  /** EMA weights: as sheets. Kept in no memory: where files are denied, this does nothing. */
  writeAverages(nimg: number, chunks: readonly Uint8Array[]): Promise<void>;
  readAverages(nimg: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  removeAverages(nimg: number): Promise<void>;
  /** Sheets and averages of a later nimg go: the run went back to an earlier save, and they are void. */
  forgetAfter(nimg: number): Promise<void>;
  /** Waits for what was asked, then lets go of the run; it is useless after. Twice does no harm. */
  close(): Promise<void>;
}

/** A run whose files say nothing that can be used; it can only be removed. */
export interface UnreadableRun {
  readonly runId: string;
  /** A sentence. */
  readonly reason: string;
  readonly bytes: number;
}

export interface RunListing {
  /** Newest save first; runs without a save are not among them. */
  readonly runs: readonly SavedRun[];
  readonly unreadable: readonly UnreadableRun[];
}

/** Bytes of the parts of StorageFacts that runs have; runs: with everything of theirs, samples too. */
export interface RunBytes {
  readonly samples: number;
  readonly runs: number;
}

/**
 * Everything that is saved. A run that another tab (or another OpenRun) holds cannot be opened or changed: FailureError
 * 'run-elsewhere'. A run open here is renamed, duplicated and loaded through its OpenRun, in turn with what it does.
 */
export interface RunStore {
  list(): Promise<RunListing>;
  /** A new run, open. Throws where its id is taken. Caller closes it. */
  create(run: NewRun): Promise<OpenRun>;
  /** 'bad-checkpoint' where its manifest is gone. Caller closes it. */
  open(runId: string): Promise<OpenRun>;
  /** As OpenRun.load, of a run open here or nowhere. */
  load(runId: string): Promise<LoadedCheckpoint>;
  rename(runId: string, name: string): Promise<void>;
  /** A copy with everything of the run's, as `newId`, named "... (copy)". */
  duplicate(runId: string, newId: string, createdAt: number): Promise<void>;
  /** A new run, as `newId`, whose only save is the one that was pinned as `kind`. 'bad-checkpoint' where there is none. */
  fork(runId: string, kind: string, newId: string, createdAt: number): Promise<void>;
  /** The bytes of the save that was pinned as `kind`, of a run open here or nowhere. 'bad-checkpoint' where there is none. */
  loadPin(runId: string, kind: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Everything of a run, unreadable ones too. Close one that is open here first: 'run-elsewhere'. */
  remove(runId: string): Promise<void>;
  /** Removes the sheets of all runs but those that are open elsewhere. */
  clearSheets(): Promise<void>;
  /** Removes all runs but those that are open, here or elsewhere. */
  clearRuns(): Promise<void>;
  /** Removes what was left of runs that were killed before their first save; for the start of a visit. Gives how many. */
  removeUnsaved(): Promise<number>;
  bytes(): Promise<RunBytes>;
}
