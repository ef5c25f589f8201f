/** Copies a run into a new folder of its own. It refuses to copy a checkpoint that is damaged. */
import { copyEntry, wholeSlots } from './checkpoints.ts';
import { fileOf, HISTORIES } from './histories.ts';
import type { RunFolder } from './runFolder.ts';
import { LONGEST_NAME } from './runRecord.ts';
import { copyFile } from './wholeFiles.ts';

const COPY_ENDING = ' (copy)';

/** The name of a copy of the run called `name`. */
export function copyName(name: string): string {
  return `${name.slice(0, LONGEST_NAME - COPY_ENDING.length)}${COPY_ENDING}`;
}

/**
 * Everything of `from` into `to`, which has no save yet and counts as a run when this is done. In turn with both. Throws
 * FailureError 'bad-checkpoint' where `from` has no whole save.
 */
export async function copyRun(from: RunFolder, to: RunFolder): Promise<void> {
  const { record } = from;
  const [current, previous] = await wholeSlots(from.files, record, from.pause);
  if (current === undefined) return;
  for (const entry of [current, ...(previous ? [previous] : []), ...record.pins])
    await copyEntry(from.files, entry, to.files, entry.file, from.pause);
  for (const history of HISTORIES) {
    const source = await from.files.existing(history);
    for (const nimg of record[history]) {
      const stored = await source?.read(fileOf(history, nimg));
      const target = await to.files.folder(history);
      if (stored) await copyFile(stored, target, fileOf(history, nimg), from.pause);
    }
  }
  const { state, pins, sheets, averages, totalNimg } = record;
  const { nimg, savedAt } = current;
  const isNewest = current.file === record.current?.file;
  const reached = { nimg, savedAt, state: isNewest ? state : ('under-way' as const), totalNimg };
  await to.change({ ...reached, current, ...(previous && { previous }), pins, sheets, averages });
}
