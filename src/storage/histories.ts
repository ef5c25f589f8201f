/**
 * What a run's folder has one of at many nimg: sheets and EMA weights, each kind in a folder of its own, in the manifest as a list
 * of nimg. It refuses to choose which to keep: protocol/history.ts does.
 */
import type { Folder } from './files.ts';
import { MANIFEST_FILES } from './manifest.ts';
import type { RunFolder } from './runFolder.ts';
import type { RunRecord } from './runRecord.ts';
import { readFile, writeFile } from './wholeFiles.ts';

/** The histories, by the name that record and folder give them. */
const ENDINGS = { sheets: 'png', averages: 'safetensors' } as const;
export type History = keyof typeof ENDINGS;
export const HISTORIES = ['sheets', 'averages'] as const satisfies readonly History[];

/** Writes the entry at `nimg`; one that was there is forgotten first, so that no half of it is ever taken for it. */
export async function writeEntry(
  run: RunFolder,
  history: History,
  nimg: number,
  chunks: readonly Uint8Array[],
): Promise<void> {
  const others = run.record[history].filter((entry) => entry !== nimg);
  if (others.length < run.record[history].length) await run.change({ [history]: others });
  await writeFile(await run.files.folder(history), fileOf(history, nimg), chunks, run.pause);
  await run.change({ [history]: [...others, nimg].sort((a, b) => a - b) });
}

/** undefined where there is none. */
export async function readEntry(
  { files, record, pause }: Pick<RunFolder, 'files' | 'record' | 'pause'>,
  history: History,
  nimg: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!record[history].includes(nimg)) return undefined;
  const stored = await (await files.existing(history))?.read(fileOf(history, nimg));
  return stored && (await readFile(stored, pause)).bytes;
}

/** Forgets the entries of `histories` for which `isVoid` holds, and removes their files. */
export async function removeEntries(
  run: RunFolder,
  histories: readonly History[],
  isVoid: (nimg: number) => boolean,
): Promise<void> {
  const before = run.record;
  const kept = histories.map((history) => [history, before[history].filter((nimg) => !isVoid(nimg))] as const);
  if (kept.every(([history, entries]) => entries.length === before[history].length)) return;
  await run.change(Object.fromEntries(kept));
  await removeStrays(run.files, run.record);
}

/** Removes what a kill left in a run's folder: files that `record` does not name. */
export async function removeStrays(files: Folder, record: RunRecord): Promise<void> {
  const slots = [record.current, record.previous].flatMap((slot) => (slot ? [slot.file] : []));
  await removeAllBut(files, [...MANIFEST_FILES, ...slots, ...record.pins.map(({ file }) => file)]);
  for (const history of HISTORIES)
    await removeAllBut(
      await files.existing(history),
      record[history].map((nimg) => fileOf(history, nimg)),
    );
}

export function fileOf(history: History, nimg: number): string {
  return `${nimg}.${ENDINGS[history]}`;
}

async function removeAllBut(folder: Folder | undefined, names: readonly string[]): Promise<void> {
  if (folder === undefined) return;
  const kept = new Set(names);
  for (const name of await folder.fileNames()) if (!kept.has(name)) await folder.remove(name);
}
