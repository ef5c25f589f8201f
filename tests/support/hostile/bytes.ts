/** Bytes put together by hand, for files that no honest writer makes. It knows no format. */

const TEXT = new TextEncoder();

export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return TEXT.encode(text);
}

/** One array of all `parts`, in their order. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A record of `length` zeros with little-endian numbers of 16, 32 or 64 bits at the given places. */
export function record(
  length: number,
  fields: {
    readonly shorts?: Readonly<Record<number, number>>;
    readonly words?: Readonly<Record<number, number>>;
    readonly longs?: Readonly<Record<number, bigint>>;
  },
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of Object.entries(fields.shorts ?? {})) view.setUint16(Number(at), value, true);
  for (const [at, value] of Object.entries(fields.words ?? {})) view.setUint32(Number(at), value, true);
  for (const [at, value] of Object.entries(fields.longs ?? {})) view.setBigUint64(Number(at), value, true);
  return bytes;
}

/** A copy of `bytes` with `change` made to it. */
export function changed(bytes: Uint8Array, change: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  change(new DataView(copy.buffer));
  return copy;
}

/** CRC-32, bit by bit as the standard defines it: independent of the table in the code under test. */
export function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return ~crc >>> 0;
}
