/**
 * Zips in which every field can lie, written from the format's own description (PKWARE APPNOTE 6.3.10): local headers, data,
 * table of contents, end records. What is not said to lie is true.
 */
import { deflateRawSync } from 'node:zlib';
import { crcOf, joined, record, textBytes } from './bytes.ts';

/** One entry; fields that are left out are what they should be. */
export interface WrittenEntry {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  /** Deflated unless another method is named; the content is packed by 0 and 8 alone. */
  readonly method?: number;
  readonly flags?: number;
  /** What the table of contents claims. */
  readonly crc?: number;
  readonly compressed?: number;
  readonly inflated?: number;
  readonly offset?: number;
  readonly disk?: number;
  readonly nameLength?: number;
  /** The Unix mode in the external attributes, with Unix as the system that wrote it. */
  readonly mode?: number;
  /** The entry's extra field, whole. */
  readonly extra?: Uint8Array;
  /** What the local header claims of the sizes and the checksum; 0 with a data descriptor behind the data. */
  readonly local?: { readonly crc: number; readonly compressed: number; readonly inflated: number };
  readonly localExtraLength?: number;
  readonly localSignature?: number;
  /** The packed data themselves, for streams that no packer writes. */
  readonly packed?: Uint8Array;
  /** Written behind the data. */
  readonly behind?: Uint8Array;
  /** In the table of contents alone: no header and no data are written. */
  readonly phantom?: true;
}

/** The end record; fields that are left out are what they should be. */
export interface WrittenEnd {
  readonly disk?: number;
  readonly startDisk?: number;
  readonly entries?: number;
  readonly size?: number;
  readonly start?: number;
  readonly comment?: Uint8Array;
  readonly commentLength?: number;
  /** Written between the table of contents and the end record. */
  readonly before?: (place: { readonly start: number; readonly size: number; readonly count: number }) => Uint8Array;
}

export const METHOD = { stored: 0, deflated: 8, lzma: 14, aes: 99 } as const;
export const FLAG = { encrypted: 1, descriptor: 8, strong: 0x40, utf8: 0x800, masked: 0x2000 } as const;
const UNIX = 3;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const SIGNATURES = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 };

/** An archive of `entries`. */
export function zipOf(entries: readonly WrittenEntry[], end: WrittenEnd = {}): Uint8Array<ArrayBuffer> {
  const bodies: Uint8Array[] = [];
  const headers: Uint8Array[] = [];
  let at = 0;
  for (const entry of entries) {
    const { body, header } = written(entry, at);
    bodies.push(body);
    headers.push(header);
    at += body.length;
  }
  const table = joined(...headers);
  const before = end.before?.({ start: at, size: table.length, count: entries.length }) ?? new Uint8Array(0);
  return joined(...bodies, table, before, endRecord(end, entries.length, table.length, at));
}

function written(entry: WrittenEntry, at: number): { body: Uint8Array; header: Uint8Array } {
  const { content, method = METHOD.deflated, flags = FLAG.utf8, extra = new Uint8Array(0) } = entry;
  const name = typeof entry.name === 'string' ? textBytes(entry.name) : entry.name;
  const packed = entry.packed ?? (method === METHOD.deflated ? deflateRawSync(content) : content);
  const crc = entry.crc ?? crcOf(content);
  const compressed = entry.compressed ?? packed.length;
  const inflated = entry.inflated ?? content.length;
  const local = entry.local ?? { crc, compressed, inflated };
  const localHeader = record(LOCAL_BYTES, {
    shorts: { 4: 20, 6: flags, 8: method, 26: name.length, 28: entry.localExtraLength ?? 0 },
    words: { 0: entry.localSignature ?? SIGNATURES.local, 14: local.crc, 18: local.compressed, 22: local.inflated },
  });
  const header = record(CENTRAL_BYTES, {
    shorts: {
      4: entry.mode === undefined ? 20 : 20 + (UNIX << 8),
      6: 20,
      8: flags,
      10: method,
      28: entry.nameLength ?? name.length,
      30: extra.length,
      34: entry.disk ?? 0,
      40: entry.mode ?? 0,
    },
    words: { 0: SIGNATURES.central, 16: crc, 20: compressed, 24: inflated, 42: entry.offset ?? at },
  });
  const body = entry.phantom ? new Uint8Array(0) : joined(localHeader, name, packed, entry.behind ?? new Uint8Array(0));
  return { body, header: joined(header, name, extra) };
}

function endRecord(end: WrittenEnd, count: number, size: number, start: number): Uint8Array {
  const comment = end.comment ?? new Uint8Array(0);
  const fixed = record(END_BYTES, {
    shorts: {
      4: end.disk ?? 0,
      6: end.startDisk ?? 0,
      8: (end.entries ?? count) & 0xffff,
      10: (end.entries ?? count) & 0xffff,
      20: end.commentLength ?? comment.length,
    },
    words: { 0: SIGNATURES.end, 12: end.size ?? size, 16: end.start ?? start },
  });
  return joined(fixed, comment);
}

/** A zip64 extra field of the given numbers. */
export function zip64Extra(...numbers: readonly bigint[]): Uint8Array<ArrayBuffer> {
  const longs = Object.fromEntries(numbers.map((number, i) => [4 + 8 * i, number]));
  return record(4 + 8 * numbers.length, { shorts: { 0: 1, 2: 8 * numbers.length }, longs });
}

/** The end record's fields that send a reader to the zip64 record, and that record; `lie` replaces its numbers. */
export function zip64End(
  lie: { readonly entries?: bigint; readonly size?: bigint; readonly start?: bigint; readonly record?: bigint } = {},
): WrittenEnd {
  return {
    entries: 0xffff,
    size: 0xffffffff,
    start: 0xffffffff,
    before: ({ start, size, count }) =>
      joined(
        record(56, {
          words: { 0: SIGNATURES.end64 },
          longs: {
            4: 44n,
            24: lie.entries ?? BigInt(count),
            32: lie.entries ?? BigInt(count),
            40: lie.size ?? BigInt(size),
            48: lie.start ?? BigInt(start),
          },
        }),
        record(20, {
          words: { 0: SIGNATURES.locator, 16: 1 },
          longs: { 8: lie.record ?? BigInt(start + size) },
        }),
      ),
  };
}
