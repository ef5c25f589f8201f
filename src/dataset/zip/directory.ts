/**
 * The table of contents of a zip, from the end of the file, checked before anything it claims is believed. It refuses to
 * read file data (entries.ts does) and refuses archives that are encrypted, cut off, split, overlapping or beyond
 * limits.ts. jszip is not used for this: it loads the whole file and looks at sizes only after inflating.
 * Format: PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16.
 */
import { FailureError } from '../../protocol/failure.ts';
import { countWords, sizeWords } from '../words.ts';
import { MAX_ARCHIVE_BYTES, MAX_DIRECTORY_BYTES, MAX_ENTRIES } from './limits.ts';
import { otherFormat } from './otherFormats.ts';
import { readTail } from './tail.ts';

/** One file of an archive, as its table of contents claims. Offsets are absolute in the file. */
export interface ZipEntry {
  /** Path with forward slashes. */
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** Central file header: signature, fixed part, and the places of its fields. */
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
const CENTRAL = {
  flags: 8,
  method: 10,
  crc: 16,
  compressed: 20,
  inflated: 24,
  nameLength: 28,
  extraLength: 30,
  commentLength: 32,
  offset: 42,
} as const;
/** A local file header's fixed part: no entry is shorter than this. */
export const LOCAL_BYTES = 30;
/** Bit 0: encrypted; bit 6: strongly; bit 13: the table of contents is masked. */
const ENCRYPTED_FLAGS = 0x2041;
/** Method 99 marks AES encryption. */
const AES_METHOD = 99;
const UTF8_FLAG = 0x0800;
/** In a 32-bit field: look in the zip64 extra field. */
const IN_ZIP64 = 0xffff_ffff;
const ZIP64_EXTRA = 0x0001;
const EXTRA_HEADER_BYTES = 4;
const LONG_BYTES = 8;
/** Without zip64 the count has 16 bits and wraps around in large archives. */
const COUNT_16 = 0x10000;

/** Files of the archive in the order of their data, folders left out. Throws FailureError; `name` is the file's name. */
export async function readDirectory(file: Blob, name: string): Promise<ZipEntry[]> {
  if (file.size > MAX_ARCHIVE_BYTES)
    throw new FailureError(
      'zip-too-large',
      `${name} has ${sizeWords(file.size)}; Gyrus reads archives up to ${sizeWords(MAX_ARCHIVE_BYTES)}. Split the data set, or zip fewer slices.`,
    );
  const tail = await readTail(file);
  if (tail === undefined) throw await noDirectory(file, name);
  const { directoryStart, directoryBytes, entries: claimed, zip64, shift } = tail;
  if (tail.split)
    throw new FailureError(
      'zip-damaged',
      `${name} is one part of a split archive. Join the parts into one zip, then drop that here.`,
    );
  if (directoryBytes > MAX_DIRECTORY_BYTES || claimed > MAX_ENTRIES)
    throw new FailureError(
      'zip-too-large',
      `${name} claims ${countWords(claimed, 'file')}; Gyrus reads up to ${countWords(MAX_ENTRIES, 'file')} from one archive. Zip fewer slices.`,
    );
  if (directoryStart < 0 || directoryStart + directoryBytes > file.size)
    throw damaged(name, 'its table of contents lies outside the file');
  const bytes = new Uint8Array(await file.slice(directoryStart, directoryStart + directoryBytes).arrayBuffer());
  const { entries, count } = parseEntries(bytes, name, shift);
  if (zip64 ? count !== claimed : count % COUNT_16 !== claimed)
    throw damaged(name, `it announces ${countWords(claimed, 'file')}, but its table of contents lists ${count}`);
  checkPlaces(entries, directoryStart, name);
  return entries;
}

/** A FailureError 'zip-damaged' with the way on. */
function damaged(name: string, what: string): FailureError {
  return new FailureError(
    'zip-damaged',
    `${name} is damaged: ${what}. Nothing was read from it. Download it again, or zip the folder of pictures anew.`,
  );
}

function parseEntries(bytes: Uint8Array, archive: string, shift: number): { entries: ZipEntry[]; count: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: ZipEntry[] = [];
  let count = 0;
  let at = 0;
  // What follows the last header inside the directory's size can only be a digital signature, which is not looked at.
  while (at + CENTRAL_BYTES <= bytes.length && view.getUint32(at, true) === CENTRAL_SIGNATURE) {
    count++;
    if (count > MAX_ENTRIES)
      throw new FailureError(
        'zip-too-large',
        `${archive} lists more than ${countWords(MAX_ENTRIES, 'file')}. Zip fewer slices.`,
      );
    const flags = view.getUint16(at + CENTRAL.flags, true);
    const method = view.getUint16(at + CENTRAL.method, true);
    const nameLength = view.getUint16(at + CENTRAL.nameLength, true);
    const extraLength = view.getUint16(at + CENTRAL.extraLength, true);
    const nameAt = at + CENTRAL_BYTES;
    const next = nameAt + nameLength + extraLength + view.getUint16(at + CENTRAL.commentLength, true);
    if (next > bytes.length) throw damaged(archive, 'its table of contents is cut off');
    const name = decodeName(bytes.subarray(nameAt, nameAt + nameLength), (flags & UTF8_FLAG) !== 0);
    if (flags & ENCRYPTED_FLAGS || method === AES_METHOD)
      throw new FailureError(
        'zip-encrypted',
        `${archive} is protected by a password ("${name}" is encrypted). Unpack it with the password and zip the folder again without one.`,
      );
    const sizes = realSizes(view, at, nameAt + nameLength, extraLength);
    if (sizes === undefined) throw damaged(archive, `the entry "${name}" has no valid size`);
    at = next;
    if (name.endsWith('/')) continue;
    const { offset, ...rest } = sizes;
    entries.push({ name, method, ...rest, offset: offset + shift });
  }
  entries.sort((a, b) => a.offset - b.offset);
  return { entries, count };
}

interface EntrySizes {
  crc: number;
  compressedBytes: number;
  inflatedBytes: number;
  offset: number;
}

/** Sizes and offset of the header at `at`, from its zip64 extra field where the 32-bit fields say so; undefined if invalid. */
function realSizes(view: DataView, at: number, extraAt: number, extraLength: number): EntrySizes | undefined {
  const sizes: EntrySizes = {
    crc: view.getUint32(at + CENTRAL.crc, true),
    compressedBytes: view.getUint32(at + CENTRAL.compressed, true),
    inflatedBytes: view.getUint32(at + CENTRAL.inflated, true),
    offset: view.getUint32(at + CENTRAL.offset, true),
  };
  // The order in which the extra field holds those that are missing above.
  const missing = (['inflatedBytes', 'compressedBytes', 'offset'] as const).filter((key) => sizes[key] === IN_ZIP64);
  if (missing.length === 0) return sizes;
  let field = extraAt;
  const end = extraAt + extraLength;
  while (field + EXTRA_HEADER_BYTES <= end) {
    const length = view.getUint16(field + 2, true);
    const dataAt = field + EXTRA_HEADER_BYTES;
    if (view.getUint16(field, true) === ZIP64_EXTRA) {
      if (length < missing.length * LONG_BYTES || dataAt + length > end) return undefined;
      missing.forEach((key, i) => {
        sizes[key] = Number(view.getBigUint64(dataAt + i * LONG_BYTES, true));
      });
      return missing.every((key) => Number.isSafeInteger(sizes[key])) ? sizes : undefined;
    }
    field = dataAt + length;
  }
  return undefined;
}

/** Every entry's data lies before the directory and none overlaps the next: overlapping entries are how zip bombs are made. */
function checkPlaces(entries: readonly ZipEntry[], directoryStart: number, archive: string): void {
  entries.forEach((entry, i) => {
    const end = entries[i + 1]?.offset ?? directoryStart;
    if (entry.offset < 0 || entry.offset + LOCAL_BYTES + entry.compressedBytes > end)
      throw damaged(archive, `the data of "${entry.name}" is not where its table of contents says`);
  });
}

/** Names are UTF-8 if flagged, and often if not; Windows tools write backslashes. */
function decodeName(bytes: Uint8Array, flagged: boolean): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: !flagged }).decode(bytes);
  } catch {
    // Not UTF-8, so an old single-byte code page; which one is not recorded, and names only label slices.
    name = new TextDecoder('windows-1252').decode(bytes);
  }
  return name.replaceAll('\\', '/');
}

async function noDirectory(file: Blob, name: string): Promise<FailureError> {
  if (file.size === 0)
    return new FailureError('not-a-zip', `${name} is empty (0 bytes). Choose the zip with your slices.`);
  const kind = await otherFormat(file);
  if (kind === 'zip')
    return new FailureError(
      'zip-damaged',
      `${name} (${sizeWords(file.size)}) ends before its table of contents, so no file in it can be found. This is what a download that was cut off looks like. Download it again, then drop it here.`,
    );
  const what = kind === undefined ? 'is not a zip archive' : `is ${kind}, not a zip archive`;
  return new FailureError(
    'not-a-zip',
    `${name} ${what}. Zip the folder of PNG or JPEG slices and drop that file here.`,
  );
}
