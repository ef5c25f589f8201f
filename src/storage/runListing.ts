/**
 * What a person is told of the saved runs, and what they take. It takes no lock and changes nothing, and one folder that
 * cannot be read never hides the others.
 */
import { toFailure } from '../protocol/failure.ts';
import { KEPT_SAVES, type SavedRun } from '../protocol/savedRuns.ts';
import { seemsWhole } from './checkpoints.ts';
import type { Folder, Pause } from './files.ts';
import { HISTORIES, readEntry } from './histories.ts';
import { readManifest } from './manifest.ts';
import { type RunRecord, SLOT_FILES } from './runRecord.ts';
import type { RunBytes, UnreadableRun } from './runStore.ts';

export type Listed = { readonly run: SavedRun } | { readonly unreadable: UnreadableRun };

/** The run in `folder`; undefined where nothing was saved in it yet. */
export async function listRun(
  folder: Folder,
  runId: string,
  { held, isKept, pause }: { held: SavedRun['held']; isKept: (hash: string) => Promise<boolean>; pause: Pause },
): Promise<Listed | undefined> {
  try {
    const record = await readManifest(folder, runId, pause);
    if (isUnsaved(record, await folder.fileNames())) return undefined;
    const { runs: bytes } = await bytesOfRun(folder);
    const unreadable = (reason: string): Listed => ({ unreadable: { runId, reason, bytes } });
    if (record === undefined) return unreadable('The list of its saves is damaged.');
    const slots = [record.current, record.previous].flatMap((slot) => (slot ? [slot] : []));
    const seen = await Promise.all(slots.map((slot) => seemsWhole(folder, slot)));
    if (!seen.includes(true)) return unreadable(`No save of "${record.name}" is whole.`);
    const newest = record.sheets.at(-1);
    const thumbnail =
      newest === undefined ? undefined : await readEntry({ files: folder, record, pause }, 'sheets', newest);
    const data = { ...record.data, isKept: await isKept(record.data.hash) };
    return { run: { ...factsOf(record), held, bytes, data, ...(thumbnail && { thumbnail }) } };
  } catch (error) {
    return { unreadable: { runId, reason: toFailure(error).message, bytes: 0 } };
  }
}

/** Whether a run was never saved; one whose manifests are damaged was, where it has a checkpoint. */
export function isUnsaved(record: RunRecord | undefined, fileNames: readonly string[]): boolean {
  if (record !== undefined) return record.current === undefined;
  return !SLOT_FILES.some((file) => fileNames.includes(file));
}

export async function bytesOfRun(folder: Folder): Promise<RunBytes> {
  let samples = 0;
  let runs = await bytesOfFiles(folder);
  for (const history of HISTORIES) {
    const ofHistory = await folder.existing(history);
    const bytes = ofHistory ? await bytesOfFiles(ofHistory) : 0;
    if (history === 'sheets') samples = bytes;
    runs += bytes;
  }
  return { samples, runs };
}

/** Bytes of the files in `folder`, those of its folders not counted. */
export async function bytesOfFiles(folder: Folder): Promise<number> {
  let bytes = 0;
  for (const name of await folder.fileNames()) bytes += (await folder.read(name))?.size ?? 0;
  return bytes;
}

function factsOf(record: RunRecord): Omit<SavedRun, 'held' | 'bytes' | 'data'> {
  const { runId, name, preset, resolution, state, nimg, totalNimg, createdAt, savedAt } = record;
  const shown = state === 'under-way' ? 'interrupted' : state;
  const pinned = record.pins.filter(({ kind }) => KEPT_SAVES.some((kept) => kept === kind));
  const kept = Object.fromEntries(pinned.map(({ kind, nimg: at }) => [kind, at]));
  const shownKept = pinned.length > 0 ? { kept } : {};
  return { runId, name, preset, resolution, state: shown, nimg, totalNimg, createdAt, savedAt, ...shownKept };
}
