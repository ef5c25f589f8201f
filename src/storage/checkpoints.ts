/**
 * The checkpoint files of a run's folder: two that take turns, and pinned ones. Nothing here counts before it was read
 * back as it was written, and it refuses to touch the manifest: what a record then says is the caller's.
 */
import { FailureError } from '../protocol/failure.ts';
import type { Folder, Pause } from './files.ts';
import { type PinRecord, type RunRecord, SLOT_FILES, type SlotRecord } from './runRecord.ts';
import type { LoadedCheckpoint, SaveFacts } from './runStore.ts';
import { ifReadable } from './storageFailures.ts';
import { copyFile, digestOf, readFile, type Written, writeFile } from './wholeFiles.ts';

/** A file as a record has it. */
type Entry = Written & { readonly file: string };

/** Writes the slot that is not the newest; what the record has as the newest stays untouched. */
export async function writeSlot(
  folder: Folder,
  record: RunRecord,
  chunks: readonly Uint8Array[],
  { nimg, savedAt }: SaveFacts,
  pause: Pause,
): Promise<SlotRecord> {
  const file = SLOT_FILES.find((slot) => slot !== record.current?.file) as SlotRecord['file'];
  const written = await writeFile(folder, file, chunks, pause);
  await checkWritten(folder, { file, ...written }, pause);
  return { file, ...written, nimg, savedAt };
}

/** The newest whole checkpoint of `record`. FailureError 'bad-checkpoint' where none is. */
export async function loadNewest(folder: Folder, record: RunRecord, pause: Pause): Promise<LoadedCheckpoint> {
  const damages: string[] = [];
  for (const slot of [record.current, record.previous]) {
    if (slot === undefined) continue;
    const found = await readEntry(folder, slot, pause);
    if ('bytes' in found) return { bytes: found.bytes, slot, ...(damages.length > 0 && { damage: damages.join(' ') }) };
    damages.push(`The save of "${record.name}" at ${slot.nimg} slices cannot be used: ${found.damage}.`);
  }
  throw nothingWhole(damages.length > 0 ? damages.join(' ') : `"${record.name}" was never saved.`);
}

/** The slots of `record` whose files are as they were written, newest first. FailureError 'bad-checkpoint' where none is. */
export async function wholeSlots(folder: Folder, record: RunRecord, pause: Pause): Promise<readonly SlotRecord[]> {
  const whole: SlotRecord[] = [];
  for (const slot of [record.current, record.previous])
    if (slot !== undefined && (await isWhole(folder, slot, pause))) whole.push(slot);
  if (whole.length === 0) throw nothingWhole(`No save of "${record.name}" is whole.`);
  return whole;
}

interface PinWish {
  readonly kind: string;
  /** Names the file, so that none is written over. */
  readonly generation: number;
  /** The save nearest to this many reals shown; the newest where it is missing. */
  readonly near?: number | undefined;
}

/** Copies a checkpoint of `record` to a file of its own; one that another pin has is not copied twice. */
export async function pinSlot(
  folder: Folder,
  record: RunRecord,
  { kind, generation, near }: PinWish,
  pause: Pause,
): Promise<PinRecord> {
  const slot = slotNear(record, near);
  if (slot === undefined)
    throw new FailureError('bad-checkpoint', `"${record.name}" has no save to keep: save it first.`);
  const { nimg, bytes, sha256 } = slot;
  const same = record.pins.find((pin) => pin.sha256 === sha256 && pin.bytes === bytes);
  const file = same?.file ?? `pin-${kind}-${generation}.safetensors`;
  if (!same) await copyEntry(folder, slot, folder, file, pause);
  return { kind, file, nimg, bytes, sha256 };
}

/** The slot whose nimg is nearest to `near`, the newer of two that are as near; the newest where `near` is not said. */
export function slotNear({ current, previous }: RunRecord, near = Number.POSITIVE_INFINITY): SlotRecord | undefined {
  if (current === undefined || previous === undefined) return current;
  if (near === Number.POSITIVE_INFINITY) return current;
  return Math.abs(previous.nimg - near) < Math.abs(current.nimg - near) ? previous : current;
}

/** The pin of that kind. FailureError 'bad-checkpoint' where there is none. */
export function pinOf(record: RunRecord, kind: string): PinRecord {
  const pin = record.pins.find((candidate) => candidate.kind === kind);
  if (pin) return pin;
  throw new FailureError(
    'bad-checkpoint',
    `"${record.name}" has no save that was kept as "${kind}": take its last save instead.`,
  );
}

/** The bytes of a pinned checkpoint. FailureError 'bad-checkpoint' where it is damaged. */
export async function loadPinned(folder: Folder, pin: PinRecord, pause: Pause): Promise<Uint8Array<ArrayBuffer>> {
  const found = await readEntry(folder, pin, pause);
  if ('bytes' in found) return found.bytes;
  throw new FailureError(
    'bad-checkpoint',
    `The checkpoint kept as "${pin.kind}" (${pin.file}) cannot be used: ${found.damage}. Go on from the last save instead.`,
  );
}

/** Copies a checkpoint and checks the copy. FailureError 'bad-checkpoint' where the copy is not what `entry` says. */
export async function copyEntry(from: Folder, entry: Entry, to: Folder, file: string, pause: Pause): Promise<void> {
  const stored = await from.read(entry.file);
  if (stored === undefined) throw notAsWritten(entry.file);
  await copyFile(stored, to, file, pause);
  await checkWritten(to, { ...entry, file }, pause);
}

/** Whether the file is there with the size that `entry` says; its bytes are not looked at. */
export async function seemsWhole(folder: Folder, entry: Entry): Promise<boolean> {
  return (await folder.read(entry.file))?.size === entry.bytes;
}

async function readEntry(
  folder: Folder,
  entry: Entry,
  pause: Pause,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly damage: string }> {
  const stored = await folder.read(entry.file);
  if (stored === undefined) return { damage: 'its file is gone' };
  if (stored.size !== entry.bytes) return { damage: `its file has ${stored.size} bytes instead of ${entry.bytes}` };
  const found = await ifReadable(() => readFile(stored, pause));
  if (found === undefined) return { damage: 'the disk does not give its file back' };
  return found.sha256 === entry.sha256 ? { bytes: found.bytes } : { damage: 'its file was changed' };
}

async function isWhole(folder: Folder, entry: Entry, pause: Pause): Promise<boolean> {
  const stored = await folder.read(entry.file);
  if (stored?.size !== entry.bytes) return false;
  return (await ifReadable(() => digestOf(stored, pause)))?.sha256 === entry.sha256;
}

async function checkWritten(folder: Folder, entry: Entry, pause: Pause): Promise<void> {
  if (!(await isWhole(folder, entry, pause))) throw notAsWritten(entry.file);
}

function nothingWhole(reason: string): FailureError {
  return new FailureError('bad-checkpoint', `${reason} Open a downloaded checkpoint of it, or start it anew.`);
}

function notAsWritten(file: string): FailureError {
  return new FailureError(
    'bad-checkpoint',
    `The disk did not give back what was written to ${file}. The save before still stands; check the disk, and use "Download checkpoint" to keep the run elsewhere.`,
  );
}
