/** The checksum of zip entries (the polynomial of PNG, zip and Ethernet, bits reversed). It refuses to judge: callers compare. */

const POLYNOMIAL = 0xedb88320;
const BYTE_VALUES = 256;
const BYTE_BITS = 8;
const LOW_BYTE = BYTE_VALUES - 1;
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
    crc = (TABLE[(crc ^ (bytes[i] as number)) & LOW_BYTE] as number) ^ (crc >>> BYTE_BITS);
  return ~crc >>> 0;
}
