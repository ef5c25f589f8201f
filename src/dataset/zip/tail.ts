/**
 * Finds the record that ends every zip, and with it where the table of contents lies. It refuses to check that place
 * against limits: directory.ts does. Format: PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
 */

export interface ZipTail {
  /** Absolute place of the table of contents; may be nonsense in a damaged file. */
  readonly directoryStart: number;
  readonly directoryBytes: number;
  readonly entries: number;
  readonly zip64: boolean;
  /** Bytes in front of the archive (self-extracting files): add to every offset it states. */
  readonly shift: number;
  /** One part of an archive split over several files. */
  readonly split: boolean;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const END = { disk: 4, startDisk: 6, entries: 10, size: 12, start: 16, commentLength: 20 } as const;
const MAX_COMMENT = 0xffff;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;
const LOCATOR_RECORD = 8;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const END64 = { disk: 16, startDisk: 20, entries: 32, size: 40, start: 48 } as const;
/** Values that mean "see the zip64 record". */
const IN_ZIP64 = 0xffff_ffff;
const IN_ZIP64_SHORT = 0xffff;

/** undefined where the file's last 64 KiB hold no such record. */
export async function readTail(file: Blob): Promise<ZipTail | undefined> {
  const windowStart = Math.max(0, file.size - END_BYTES - MAX_COMMENT - LOCATOR_BYTES);
  const view = new DataView(await file.slice(windowStart).arrayBuffer());
  const at = findEnd(view);
  if (at === undefined) return undefined;
  const entries = view.getUint16(at + END.entries, true);
  const size = view.getUint32(at + END.size, true);
  const start = view.getUint32(at + END.start, true);
  const disks = [view.getUint16(at + END.disk, true), view.getUint16(at + END.startDisk, true)];
  const locatorAt = at - LOCATOR_BYTES;
  const wants64 = entries === IN_ZIP64_SHORT || size === IN_ZIP64 || start === IN_ZIP64;
  if (wants64 && locatorAt >= 0 && view.getUint32(locatorAt, true) === LOCATOR_SIGNATURE) {
    const stated = Number(view.getBigUint64(locatorAt + LOCATOR_RECORD, true));
    return readTail64(file, stated, windowStart + locatorAt);
  }
  const directoryStart = windowStart + at - size;
  return {
    directoryStart,
    directoryBytes: size,
    entries,
    zip64: false,
    shift: directoryStart - start,
    split: disks.some((disk) => disk !== 0 && disk !== IN_ZIP64_SHORT),
  };
}

/** The zip64 record, which lies right before its locator or where that says. */
async function readTail64(file: Blob, stated: number, locatorAt: number): Promise<ZipTail | undefined> {
  for (const recordAt of [stated, locatorAt - END64_BYTES]) {
    if (recordAt < 0 || recordAt + END64_BYTES > file.size) continue;
    const view = new DataView(await file.slice(recordAt, recordAt + END64_BYTES).arrayBuffer());
    if (view.getUint32(0, true) !== END64_SIGNATURE) continue;
    const directoryBytes = Number(view.getBigUint64(END64.size, true));
    const directoryStart = recordAt - directoryBytes;
    return {
      directoryStart,
      directoryBytes,
      entries: Number(view.getBigUint64(END64.entries, true)),
      zip64: true,
      shift: directoryStart - Number(view.getBigUint64(END64.start, true)),
      split: [END64.disk, END64.startDisk].some((at) => view.getUint32(at, true) !== 0),
    };
  }
  return undefined;
}

/** The last signature whose comment reaches exactly to the end of the file; else the last one at all (junk behind it). */
function findEnd(view: DataView): number | undefined {
  let last: number | undefined;
  for (let at = view.byteLength - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    const end = at + END_BYTES + view.getUint16(at + END.commentLength, true);
    if (end === view.byteLength) return at;
    if (end < view.byteLength) last ??= at;
  }
  return last;
}
