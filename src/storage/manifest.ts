/**
 * The record of a run in two files that are written in turns, so that one is whole at any moment: the newest whole one is
 * true. It refuses to write a record that it would not read.
 */
import * as v from 'valibot';
import { FailureError } from '../protocol/failure.ts';
import type { Folder, Pause } from './files.ts';
import { type RunRecord, runRecord } from './runRecord.ts';
import { seal, unseal } from './sealed.ts';
import { ifReadable } from './storageFailures.ts';
import { readFile, writeFile } from './wholeFiles.ts';

export const MANIFEST_FILES = ['manifest-even.json', 'manifest-odd.json'] as const;
/** Ten thousand sheets, averages and pins of a run are under a quarter of this. */
const LARGEST_MANIFEST = 2 ** 20;

/** The newest whole record in `folder` that is of `runId`; undefined where there is none. */
export async function readManifest(folder: Folder, runId: string, pause: Pause): Promise<RunRecord | undefined> {
  let newest: RunRecord | undefined;
  for (const file of MANIFEST_FILES) {
    const record = await recordIn(folder, file, pause);
    if (record?.runId === runId && record.generation > (newest?.generation ?? 0)) newest = record;
  }
  return newest;
}

/** Writes `record` in place of the older of the two. FailureError 'storage-full' leaves the newer as it was. */
export async function writeManifest(folder: Folder, record: RunRecord, pause: Pause): Promise<void> {
  const sealed = await seal(v.parse(runRecord, record));
  const file = MANIFEST_FILES[record.generation % MANIFEST_FILES.length] as string;
  await writeFile(folder, file, [sealed], pause);
  const reread = await recordIn(folder, file, pause);
  if (reread?.generation !== record.generation)
    throw new FailureError(
      'bad-checkpoint',
      `The disk did not give back what was written to the list of saves of "${record.name}" (${file}). The save before still stands; check the disk, and use "Download checkpoint" to keep the run elsewhere.`,
    );
}

async function recordIn(folder: Folder, file: string, pause: Pause): Promise<RunRecord | undefined> {
  const stored = await folder.read(file);
  if (stored === undefined || stored.size > LARGEST_MANIFEST) return undefined;
  const found = await ifReadable(() => readFile(stored, pause));
  const parsed = v.safeParse(runRecord, found && (await unseal(found.bytes)));
  return parsed.success ? parsed.output : undefined;
}
