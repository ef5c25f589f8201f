/** What the page is told of the runs that this browser keeps, and of the room for them. It holds no weights. Types only. */
import type { Failure } from './failure.ts';

/** The data set that a run was trained on. */
export interface SavedData {
  /** Of the prepared slices and their split: two data sets of one hash are the same to a run. */
  readonly hash: string;
  readonly name: string;
  readonly slices: number;
  /** Whether the prepared slices are still kept here, so that the run can go on without the zip. */
  readonly isKept: boolean;
}

/** Saves kept beside the last one: the last at which all was well, and the best by metric. */
export const KEPT_SAVES = ['healthy', 'best'] as const;
export type KeptSave = (typeof KEPT_SAVES)[number];

/** A run in this browser's own storage. */
export interface SavedRun {
  readonly runId: string;
  /** The person's name for it; at first preset and date. */
  readonly name: string;
  readonly preset: string;
  /** Side of the finished pictures in pixels. */
  readonly resolution: number;
  /** interrupted: it was saved under way, and nobody has gone on with it since. */
  readonly state: 'interrupted' | 'finished' | 'stopped';
  /** open: trained in this tab. elsewhere: in another tab, which alone may write it. */
  readonly held: 'free' | 'here' | 'elsewhere';
  /** Reals shown at the last save. */
  readonly nimg: number;
  readonly totalNimg: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly savedAt: number;
  /** All of its files, the slices not counted. */
  readonly bytes: number;
  readonly data: SavedData;
  /** Reals shown at each save that is kept beside the last one. */
  readonly kept?: Readonly<Partial<Record<KeptSave, number>>>;
  /** Its newest sheet, a PNG; missing where sheets were cleared. */
  readonly thumbnail?: Uint8Array<ArrayBuffer>;
}

/** What can be cleared, each on its own: sheets of all runs, prepared slices, or all runs with everything of theirs. */
export const CLEARABLE = ['samples', 'cache', 'runs'] as const;
export type Clearable = (typeof CLEARABLE)[number];

/** This browser's storage for this page. */
export interface StorageFacts {
  /** Why nothing can be saved here, if so. */
  readonly failure?: Failure;
  /** Whether the browser promised not to clear it by itself; undefined where it does not say. */
  readonly isPersistent?: boolean;
  /** Bytes that this page may take, and takes; undefined where the browser does not say. */
  readonly quota?: number;
  readonly usage?: number;
  /** Bytes of each clearable part. */
  readonly parts: Readonly<Record<Clearable, number>>;
}

/** Minutes between two saves that a person may choose. */
export const SAVE_MINUTES = [1, 5, 15, 60] as const;
export type SaveMinutes = (typeof SAVE_MINUTES)[number];
export const USUAL_SAVE_MINUTES: SaveMinutes = 5;
