/**
 * Reads single entries of a weights zip. Hostile until parsed: the table of contents is checked against the file first,
 * and bytes are counted while they inflate. It refuses encryption, zip64 and split archives: "Download weights" writes
 * none of these. jszip is not used for reading: it looks at sizes only after inflating everything it is asked for.
 * Format: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { FailureError } from '../protocol/failure.ts';
import { crc32 } from './crc32.ts';

/** One file of the archive, as its table of contents claims. */
export interface ZipPlace {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
}

/** Three networks of 50 million parameters each, as the largest preset has, stay below. */
const LARGEST_ARCHIVE = 2 ** 31;
/** A long run leaves some thousand sheets, each with about 80 bytes in the table of contents. */
const LARGEST_TABLE = 4 * 2 ** 20;
const MOST_ENTRIES = 50_000;

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const END = { entries: 10, size: 12, start: 16, comment: 20 } as const;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
const CENTRAL = { flags: 8, method: 10, crc: 16, packed: 20, bytes: 24, name: 28, extra: 30, comment: 32, offset: 42 };
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const LOCAL = { name: 26, extra: 28 } as const;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** Deflate makes at most so many bytes of one: a match of 258 bytes takes 2 bits. */
const DEFLATE_RATIO = 1032;

/** Every file of the archive. Throws FailureError 'bad-weights'. */
export async function zipPlaces(file: Blob): Promise<ZipPlace[]> {
  if (file.size > LARGEST_ARCHIVE) throw refused(`it has ${file.size} bytes, more than ${LARGEST_ARCHIVE}`);
  const tailStart = Math.max(0, file.size - END_BYTES - LONGEST_COMMENT);
  const tail = await viewOf(file, tailStart, file.size);
  const end = endOf(tail);
  if (end === undefined) throw refused('it is not a zip, or it is cut off before its end');
  const size = tail.getUint32(end + END.size, true);
  const start = tail.getUint32(end + END.start, true);
  if (size > LARGEST_TABLE) throw refused(`its table of contents claims ${size} bytes, more than ${LARGEST_TABLE}`);
  if (start + size > tailStart + end) throw refused('its table of contents lies outside the file');
  const places = tableOf(await viewOf(file, start, start + size));
  if (places.length !== tail.getUint16(end + END.entries, true)) throw refused('its table of contents is damaged');
  return places;
}

/** The bytes of one file, the caller's own; at most `limit` of them. Throws FailureError 'bad-weights'. */
export async function readZipPlace(file: Blob, place: ZipPlace, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const { name, method, packedBytes, bytes, offset } = place;
  if (bytes > limit) throw refused(`${name} claims ${bytes} bytes, more than ${limit}`);
  if (method !== STORED && method !== DEFLATED)
    throw refused(`${name} is packed by method ${method}; zip it again with the usual method`);
  if (bytes > packedBytes * DEFLATE_RATIO)
    throw refused(`${name} claims ${bytes} bytes, more than its ${packedBytes} can unpack to`);
  if (offset + LOCAL_BYTES + packedBytes > file.size) throw refused(`${name} lies outside the file`);
  const local = await viewOf(file, offset, offset + LOCAL_BYTES);
  if (local.getUint32(0, true) !== LOCAL_SIGNATURE) throw refused(`${name} is not where its table of contents says`);
  const start = offset + LOCAL_BYTES + local.getUint16(LOCAL.name, true) + local.getUint16(LOCAL.extra, true);
  const packed = file.slice(start, start + packedBytes);
  const content = method === STORED ? await storedBytes(packed, bytes) : await inflated(packed, bytes);
  if (content === undefined) throw refused(`${name} does not unpack to the ${bytes} bytes it claims`);
  if (crc32(content) !== place.crc) throw refused(`${name} is damaged: its checksum does not match`);
  return content;
}

/** The last end record whose comment reaches to the end of the file. */
function endOf(tail: DataView): number | undefined {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--)
    if (
      tail.getUint32(at, true) === END_SIGNATURE &&
      at + END_BYTES + tail.getUint16(at + END.comment, true) === tail.byteLength
    )
      return at;
  return undefined;
}

function tableOf(table: DataView): ZipPlace[] {
  const places: ZipPlace[] = [];
  let at = 0;
  while (at + CENTRAL_BYTES <= table.byteLength && table.getUint32(at, true) === CENTRAL_SIGNATURE) {
    if (places.length === MOST_ENTRIES) throw refused(`it lists more than ${MOST_ENTRIES} files`);
    const nameLength = table.getUint16(at + CENTRAL.name, true);
    const next =
      at +
      CENTRAL_BYTES +
      nameLength +
      table.getUint16(at + CENTRAL.extra, true) +
      table.getUint16(at + CENTRAL.comment, true);
    if (next > table.byteLength) throw refused('its table of contents is cut off');
    if (table.getUint16(at + CENTRAL.flags, true) & ENCRYPTED)
      throw refused('it is protected by a password; unpack it and zip it again without one');
    places.push({
      name: new TextDecoder().decode(new Uint8Array(table.buffer, table.byteOffset + at + CENTRAL_BYTES, nameLength)),
      method: table.getUint16(at + CENTRAL.method, true),
      crc: table.getUint32(at + CENTRAL.crc, true),
      packedBytes: table.getUint32(at + CENTRAL.packed, true),
      bytes: table.getUint32(at + CENTRAL.bytes, true),
      offset: table.getUint32(at + CENTRAL.offset, true),
    });
    at = next;
  }
  return places;
}

async function storedBytes(packed: Blob, count: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return packed.size === count ? new Uint8Array(await packed.arrayBuffer()) : undefined;
}

/** undefined where there are more or fewer than `count` bytes, or where the stream is damaged. */
async function inflated(packed: Blob, count: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const target = new Uint8Array(count);
  let at = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return at === count ? target : undefined;
      if (at + value.length > count) {
        await reader.cancel();
        return undefined;
      }
      target.set(value, at);
      at += value.length;
    }
  } catch (error) {
    throw refused('its compressed data is damaged', String(error));
  }
}

async function viewOf(file: Blob, start: number, end: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await file.slice(start, end).arrayBuffer());
}

function refused(reason: string, detail?: string): FailureError {
  return new FailureError(
    'bad-weights',
    `The weights zip cannot be opened: ${reason}. Choose a zip that "Download weights" wrote, copied whole.`,
    detail,
  );
}
