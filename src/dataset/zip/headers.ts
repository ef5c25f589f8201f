/**
 * The headers in a table of contents, one an entry: fields, names, and what makes an entry unreadable by itself. It refuses
 * to check places (places.ts does) and sizes (claims.ts does). Format: PKWARE APPNOTE 6.3.10, sections 4.3.12, 4.4 and 4.5.3.
 */
import { FailureError } from '../../protocol/failure.ts';
import { countWords } from '../words.ts';
import { damaged } from './damaged.ts';
import type { ZipEntry } from './entry.ts';
import { entryName } from './entryName.ts';
import { MAX_ENTRIES } from './limits.ts';

/** Central file header: signature, fixed part, and the places of its fields. */
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
const CENTRAL = {
  madeBy: 5,
  flags: 8,
  method: 10,
  crc: 16,
  compressed: 20,
  inflated: 24,
  nameLength: 28,
  extraLength: 30,
  commentLength: 32,
  disk: 34,
  unixMode: 40,
  offset: 42,
} as const;
/** Bit 0: encrypted; bit 6: strongly; bit 13: the table of contents is masked. */
const ENCRYPTED_FLAGS = 0x2041;
/** Method 99 marks AES encryption. */
const AES_METHOD = 99;
const UTF8_FLAG = 0x0800;
/** Systems that keep a file's Unix mode in the attributes: Unix and macOS. */
const UNIX_SYSTEMS: readonly number[] = [3, 19];
/** The kind of file in a Unix mode. */
const KIND_MASK = 0xf000;
const SYMBOLIC_LINK = 0xa000;
/** Nothing stated, a folder, a file. */
const USUAL_KINDS: readonly number[] = [0, 0x4000, 0x8000];
/** In a 16-bit and a 32-bit field: look in the zip64 extra field. */
const IN_ZIP64_SHORT = 0xffff;
const IN_ZIP64 = 0xffff_ffff;
const ZIP64_EXTRA = 0x0001;
const EXTRA_HEADER_BYTES = 4;
const LONG_BYTES = 8;
/** The offset of an entry whose own is unknown: outside every file. */
const NOWHERE = -1;

/** Entries without their `end`, folders left out, in the table's order; and how many headers there are, folders included. */
export function readHeaders(
  bytes: Uint8Array,
  archive: string,
  shift: number,
): { entries: Omit<ZipEntry, 'end'>[]; count: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Omit<ZipEntry, 'end'>[] = [];
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
    const nameLength = view.getUint16(at + CENTRAL.nameLength, true);
    const extraLength = view.getUint16(at + CENTRAL.extraLength, true);
    const nameAt = at + CENTRAL_BYTES;
    const next = nameAt + nameLength + extraLength + view.getUint16(at + CENTRAL.commentLength, true);
    if (next > bytes.length) throw damaged(archive, 'its table of contents is cut off');
    const entry = entryAt(bytes, view, at, shift);
    if (!entry.name.endsWith('/')) entries.push(entry);
    at = next;
  }
  return { entries, count };
}

function entryAt(bytes: Uint8Array, view: DataView, at: number, shift: number): Omit<ZipEntry, 'end'> {
  const flags = view.getUint16(at + CENTRAL.flags, true);
  const method = view.getUint16(at + CENTRAL.method, true);
  const nameAt = at + CENTRAL_BYTES;
  const extraAt = nameAt + view.getUint16(at + CENTRAL.nameLength, true);
  const name = entryName(bytes.subarray(nameAt, extraAt), (flags & UTF8_FLAG) !== 0);
  const encrypted = (flags & ENCRYPTED_FLAGS) !== 0 || method === AES_METHOD;
  const { sizes, valid } = realSizes(view, at, extraAt);
  const problem =
    name.problem ??
    (encrypted ? 'protected by a password: unpack it and zip it again without one' : undefined) ??
    problemOfKind(view, at) ??
    problemOfDisk(view, at) ??
    (valid ? undefined : 'broken: the archive states no valid size for it');
  return {
    name: name.shown,
    method,
    crc: view.getUint32(at + CENTRAL.crc, true),
    ...sizes,
    offset: valid ? sizes.offset + shift : NOWHERE,
    encrypted,
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Links and devices hold no picture, whatever they are called. */
function problemOfKind(view: DataView, at: number): string | undefined {
  if (!UNIX_SYSTEMS.includes(view.getUint8(at + CENTRAL.madeBy))) return undefined;
  const kind = view.getUint16(at + CENTRAL.unixMode, true) & KIND_MASK;
  if (kind === SYMBOLIC_LINK) return 'a symbolic link, not a picture: zip the picture itself';
  return USUAL_KINDS.includes(kind) ? undefined : 'a device or the like, not a picture';
}

function problemOfDisk(view: DataView, at: number): string | undefined {
  const disk = view.getUint16(at + CENTRAL.disk, true);
  return disk === 0 || disk === IN_ZIP64_SHORT ? undefined : 'broken: it lies in another part of a split archive';
}

type EntrySizes = Pick<ZipEntry, 'compressedBytes' | 'inflatedBytes' | 'offset'>;

/** Sizes and offset of the header at `at`, from its zip64 extra field where the 32-bit fields say so; zeros where that lies. */
function realSizes(view: DataView, at: number, extraAt: number): { sizes: EntrySizes; valid: boolean } {
  const sizes = {
    compressedBytes: view.getUint32(at + CENTRAL.compressed, true),
    inflatedBytes: view.getUint32(at + CENTRAL.inflated, true),
    offset: view.getUint32(at + CENTRAL.offset, true),
  };
  // The order in which the extra field holds those that are missing above.
  const missing = (['inflatedBytes', 'compressedBytes', 'offset'] as const).filter((key) => sizes[key] === IN_ZIP64);
  if (missing.length === 0) return { sizes, valid: true };
  const found = zip64Numbers(view, extraAt, view.getUint16(at + CENTRAL.extraLength, true), missing.length);
  missing.forEach((key, i) => {
    sizes[key] = found?.[i] ?? 0;
  });
  return { sizes, valid: found !== undefined };
}

/** The first `count` numbers of the zip64 extra field; undefined where it is absent, too short or beyond exact numbers. */
function zip64Numbers(view: DataView, extraAt: number, extraLength: number, count: number): number[] | undefined {
  const end = extraAt + extraLength;
  let field = extraAt;
  while (field + EXTRA_HEADER_BYTES <= end) {
    const length = view.getUint16(field + 2, true);
    const dataAt = field + EXTRA_HEADER_BYTES;
    if (view.getUint16(field, true) === ZIP64_EXTRA) {
      if (length < count * LONG_BYTES || dataAt + length > end) return undefined;
      const numbers = Array.from({ length: count }, (_, i) => Number(view.getBigUint64(dataAt + i * LONG_BYTES, true)));
      return numbers.every(Number.isSafeInteger) ? numbers : undefined;
    }
    field = dataAt + length;
  }
  return undefined;
}
