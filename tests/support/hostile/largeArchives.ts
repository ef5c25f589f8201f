/**
 * Archives beyond the limits on counts and sizes. They are put together from parts that are used many times over, so that
 * gigabytes cost megabytes here: a Blob does not copy the Blobs it is made of.
 */
import { changed, joined, record } from './bytes.ts';
import { METHOD, zip64End, zipOf } from './zipWriter.ts';

const END_BYTES = 22;
const END_SIGNATURE = 0x06054b50;
const MIB = 2 ** 20;
const NAME = 'a.png';
/** A local header, the name, no data. */
const BODY_BYTES = 30 + NAME.length;
const OFFSET_AT = 42;

const one = zipOf([{ name: NAME, content: new Uint8Array(0), method: METHOD.stored }]);
const body = one.slice(0, BODY_BYTES);
const header = one.slice(BODY_BYTES, one.length - END_BYTES);

/** More bytes than any archive may have, by its own word: Node makes no Blob of this size. */
export function beyondArchiveLimit(): Blob {
  return Object.defineProperty(new Blob([one]), 'size', { value: 4200 * MIB });
}

/** A table of contents of 65 MiB, without an entry. */
export function beyondTableLimit(): Blob {
  return new Blob([new Uint8Array(65 * MIB), record(END_BYTES, { words: { 0: END_SIGNATURE, 12: 65 * MIB } })]);
}

/** `count` headers in the table of contents, all of one empty file; zip64 says how many, or the 16 bits do. */
export function manyHeaders(count: number, zip64: boolean): Blob {
  const table = repeated(header, count);
  if (!zip64) return new Blob([body, table, endRecord(count, table.length, body.length)]);
  const place = { start: body.length, size: table.length, count };
  const records = zip64End().before?.(place) ?? new Uint8Array(0);
  return new Blob([body, table, joined(records, endRecord(0xffff, 0xffff_ffff, 0xffff_ffff))]);
}

/** `count` pictures by name, each in its place and none of them a picture. */
export function manyPictures(count: number): Blob {
  return placed(count, new Blob([repeated(body, count)]), BODY_BYTES, header);
}

/** `count` pictures that claim to unpack to `claimed` bytes each, from `packed` bytes in the archive. */
export function manyClaims(count: number, packed: number, claimed: number): Blob {
  const part = new Blob([body, new Uint8Array(packed)]);
  const claiming = changed(header, (view) => {
    view.setUint16(10, METHOD.deflated, true);
    view.setUint32(20, packed, true);
    view.setUint32(24, claimed, true);
  });
  return placed(count, new Blob(new Array<Blob>(count).fill(part)), BODY_BYTES + packed, claiming);
}

/** The table of contents and end behind `bodies`, each of which has `stride` bytes. */
function placed(count: number, bodies: Blob, stride: number, headerOfAll: Uint8Array): Blob {
  const table = changed(repeated(headerOfAll, count), (view) => {
    for (let i = 0; i < count; i++) view.setUint32(i * headerOfAll.length + OFFSET_AT, i * stride, true);
  });
  return new Blob([bodies, table, endRecord(count, table.length, bodies.size)]);
}

function endRecord(entries: number, size: number, start: number): Uint8Array<ArrayBuffer> {
  return record(END_BYTES, { words: { 0: END_SIGNATURE, 12: size, 16: start }, shorts: { 10: entries & 0xffff } });
}

function repeated(part: Uint8Array, times: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(part.length * times);
  for (let i = 0; i < times; i++) bytes.set(part, i * part.length);
  return bytes;
}
