/** The last save of a run, read back: its memory and the sheets that are still there. It refuses to restore anything. */
import type { SampleSheet } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import type { KeptSave } from '../protocol/savedRuns.ts';
import type { RunRecord } from '../storage/runRecord.ts';
import type { OpenRun } from '../storage/runStore.ts';
import { decodeCheckpoint, type RunMemory } from './checkpointFile.ts';

export interface SavedMemory {
  readonly memory: RunMemory;
  readonly sheets: readonly SampleSheet[];
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** As the run was when it was saved. */
  readonly state: RunRecord['state'];
  /** Why it is read, where no person asked for it; or what was wrong with a newer save. */
  readonly because?: string;
}

/** A save that was kept beside the last one. */
export type KeptMemory = Pick<SavedMemory, 'memory' | 'sheets'>;

/** Throws FailureError 'bad-checkpoint'. */
export async function loadSaved(archive: OpenRun): Promise<SavedMemory> {
  const { bytes, slot, damage } = await archive.load();
  const memory = decodeCheckpoint(bytes);
  const sheets = await sheetsOf(memory, archive);
  const { state } = archive.record;
  return { memory, sheets, savedAt: slot.savedAt, state, ...(damage === undefined ? {} : { because: damage }) };
}

/** A save that was kept. Throws FailureError 'bad-checkpoint', also where there is none. */
export async function loadKept(archive: OpenRun, kind: KeptSave): Promise<KeptMemory> {
  const bytes = await archive.loadPin(kind);
  if (bytes === undefined)
    throw new FailureError('bad-checkpoint', `No save was kept as "${kind}" yet: go on from the last save instead.`);
  const memory = decodeCheckpoint(bytes);
  return { memory, sheets: await sheetsOf(memory, archive) };
}

async function sheetsOf(memory: RunMemory, archive: OpenRun): Promise<SampleSheet[]> {
  const sheets: SampleSheet[] = [];
  for (const facts of memory.sheets) {
    const png = await archive.readSheet(facts.nimg);
    if (png) sheets.push({ ...facts, png });
  }
  return sheets;
}
