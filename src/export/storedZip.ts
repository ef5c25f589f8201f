/**
 * A zip written as its files come, uncompressed, for thousands of PNGs: what was written is handed to the browser as a Blob,
 * which it may keep on disk, so that memory holds one batch. It refuses what would need zip64.
 * Format: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { FailureError } from '../protocol/failure.ts';
import { crc32 } from './crc32.ts';

export interface StoredZip {
  /** Adds a file; its bytes are taken at the next flush. Throws FailureError 'bad-config' where the zip would be too large. */
  add(name: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** Hands what was added to the browser: the caller may forget it. */
  flush(): void;
  /** The whole zip; nothing can be added after it. */
  finish(): Blob;
}

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
/** Version 1.0: stored files. */
const VERSION = 10;
/** Names are UTF-8. */
const UTF8_FLAG = 0x0800;
/** 1 January 1980, the first day that the format knows: the same pictures make the same zip. */
const DATE = 0x21;
/** What 32-bit sizes and 16-bit counts can say. */
const MOST_BYTES = 0xffff_ffff;
const MOST_FILES = 0xffff;

/** Where the fields that both kinds of header share begin. */
const SHARED_AT = { local: 4, central: 6 } as const;

export function createStoredZip(): StoredZip {
  const flushed: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  const table: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  let tableBytes = 0;
  const flush = () => {
    if (parts.length > 0) flushed.push(new Blob(parts));
    parts = [];
  };
  return {
    add(name, bytes) {
      const path = new TextEncoder().encode(name);
      const file = { path, bytes: bytes.length, crc: crc32(bytes) };
      const grown = offset + LOCAL_BYTES + path.length + bytes.length;
      tableBytes += CENTRAL_BYTES + path.length;
      if (grown + tableBytes + END_BYTES > MOST_BYTES || table.length === MOST_FILES)
        throw new FailureError(
          'bad-config',
          `The zip would grow beyond 4 GB after ${table.length} pictures: ask for fewer at a time.`,
        );
      parts.push(localHeader(file), bytes);
      table.push(centralHeader(file, offset));
      offset = grown;
    },
    flush,
    finish() {
      flush();
      return new Blob([...flushed, ...table, endRecord(table.length, tableBytes, offset)], { type: 'application/zip' });
    },
  };
}

interface Filed {
  readonly path: Uint8Array;
  readonly bytes: number;
  readonly crc: number;
}

function localHeader(file: Filed): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(LOCAL_BYTES + file.path.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, LOCAL_SIGNATURE, true);
  writeShared(view, SHARED_AT.local, file);
  header.set(file.path, LOCAL_BYTES);
  return header;
}

function centralHeader(file: Filed, offset: number): Uint8Array<ArrayBuffer> {
  const VERSION_MADE_AT = 4;
  const OFFSET_AT = 42;
  const header = new Uint8Array(CENTRAL_BYTES + file.path.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, CENTRAL_SIGNATURE, true);
  view.setUint16(VERSION_MADE_AT, VERSION, true);
  writeShared(view, SHARED_AT.central, file);
  view.setUint32(OFFSET_AT, offset, true);
  header.set(file.path, CENTRAL_BYTES);
  return header;
}

/** Version, flags, method 0, time 0, date, checksum, size twice, length of the name. */
function writeShared(view: DataView, start: number, { path, bytes, crc }: Filed): void {
  const AT = { flags: 2, date: 8, crc: 10, packed: 14, bytes: 18, name: 22 } as const;
  view.setUint16(start, VERSION, true);
  view.setUint16(start + AT.flags, UTF8_FLAG, true);
  view.setUint16(start + AT.date, DATE, true);
  view.setUint32(start + AT.crc, crc, true);
  view.setUint32(start + AT.packed, bytes, true);
  view.setUint32(start + AT.bytes, bytes, true);
  view.setUint16(start + AT.name, path.length, true);
}

function endRecord(files: number, tableBytes: number, tableAt: number): Uint8Array<ArrayBuffer> {
  const AT = { filesHere: 8, files: 10, bytes: 12, start: 16 } as const;
  const record = new Uint8Array(END_BYTES);
  const view = new DataView(record.buffer);
  view.setUint32(0, END_SIGNATURE, true);
  view.setUint16(AT.filesHere, files, true);
  view.setUint16(AT.files, files, true);
  view.setUint32(AT.bytes, tableBytes, true);
  view.setUint32(AT.start, tableAt, true);
  return record;
}
