/** Copies a run, or one kept save of it, into a new folder of its own. It refuses to copy a checkpoint that is damaged. */
import { copyEntry, pinOf, wholeSlots } from './checkpoints.ts';
import { fileOf, HISTORIES, type History } from './histories.ts';
import type { RunFolder } from './runFolder.ts';
import { LONGEST_NAME, type RunRecord, SLOT_FILES } from './runRecord.ts';
import { copyFile } from './wholeFiles.ts';

const COPY_ENDING = ' (copy)';
const REALS_PER_KIMG = 1000;

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
  await copyHistories(from, to, record);
  const { state, pins, sheets, averages, totalNimg } = record;
  const { nimg, savedAt } = current;
  const isNewest = current.file === record.current?.file;
  const reached = { nimg, savedAt, state: isNewest ? state : ('under-way' as const), totalNimg };
  await to.change({ ...reached, current, ...(previous && { previous }), pins, sheets, averages });
}

/** The name of a run that begins at `nimg` of the run called `name`. */
export function forkName(name: string, nimg: number): string {
  const ending = ` from ${(nimg / REALS_PER_KIMG).toFixed(1)} kimg`;
  return `${name.slice(0, LONGEST_NAME - ending.length)}${ending}`;
}

/**
 * The save pinned as `kind` in `from` into `to`, which has no save yet, with the pictures and averages up to it. In turn with
 * both. Throws FailureError 'bad-checkpoint' where there is no such save, or it is damaged.
 */
export async function forkRun(from: RunFolder, kind: string, to: RunFolder): Promise<void> {
  const { record } = from;
  const { nimg, bytes, sha256, ...pin } = pinOf(record, kind);
  const [file] = SLOT_FILES;
  await copyEntry(from.files, { ...pin, bytes, sha256 }, to.files, file, from.pause);
  const upTo = (entries: readonly number[]) => entries.filter((entry) => entry <= nimg);
  const histories = { sheets: upTo(record.sheets), averages: upTo(record.averages) };
  await copyHistories(from, to, histories);
  const savedAt = to.record.createdAt;
  const current = { file, nimg, bytes, sha256, savedAt };
  await to.change({ nimg, savedAt, state: 'under-way', totalNimg: record.totalNimg, current, ...histories });
}

async function copyHistories(from: RunFolder, to: RunFolder, histories: Pick<RunRecord, History>): Promise<void> {
  for (const history of HISTORIES) {
    const source = await from.files.existing(history);
    for (const nimg of histories[history]) {
      const stored = await source?.read(fileOf(history, nimg));
      const target = await to.files.folder(history);
      if (stored) await copyFile(stored, target, fileOf(history, nimg), from.pause);
    }
  }
}
