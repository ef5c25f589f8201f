/** The last save of a run, read back: its memory and the sheets that are still there. It refuses to restore anything. */
import type { SampleSheet } from '../protocol/events.ts';
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

/** Throws FailureError 'bad-checkpoint'. */
export async function loadSaved(archive: OpenRun): Promise<SavedMemory> {
  const { bytes, slot, damage } = await archive.load();
  const memory = decodeCheckpoint(bytes);
  const sheets: SampleSheet[] = [];
  for (const facts of memory.sheets) {
    const png = await archive.readSheet(facts.nimg);
    if (png) sheets.push({ ...facts, png });
  }
  const { state } = archive.record;
  return { memory, sheets, savedAt: slot.savedAt, state, ...(damage === undefined ? {} : { because: damage }) };
}
