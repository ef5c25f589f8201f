/** The checksum that PNG chunks and zip entries share. Callers compare; it refuses to judge. */

/** The polynomial of PNG, zip and Ethernet, bits reversed. */
const POLYNOMIAL = 0xedb88320;
const BYTE_VALUES = 256;
const BYTE_BITS = 8;
const ALL_ONES = 0xffff_ffff;

const TABLE = Uint32Array.from({ length: BYTE_VALUES }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < BYTE_BITS; bit++) value = value & 1 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32 of `bytes` as an unsigned 32-bit integer. */
export function crc32(bytes: Uint8Array): number {
  let crc = ALL_ONES;
  for (let i = 0; i < bytes.length; i++)
    crc = (TABLE[(crc ^ (bytes[i] as number)) & (BYTE_VALUES - 1)] as number) ^ (crc >>> BYTE_BITS);
  return ~crc >>> 0;
}
