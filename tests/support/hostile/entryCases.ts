/** Single entries of a zip that are bad, or only look it. Each lies among good slices and must not take one of them along. */
import { deflateRawSync } from 'node:zlib';
import { joined, textBytes } from './bytes.ts';
import { goodSlices } from './goodSlices.ts';
import { pngOf } from './pngWriter.ts';
import { FLAG, METHOD, type WrittenEntry, zip64Extra, zipOf } from './zipWriter.ts';

/** A bad file among good ones: the reason in the list of skipped files, or 'read' where it is one more slice. */
export interface HostileEntry {
  readonly what: string;
  readonly entry: WrittenEntry;
  readonly outcome: RegExp | 'read';
  /** As the list of skipped files shows it, where that is not how it was written. */
  readonly shown?: string;
}

const NAME = 'set/AD/sub-100/odd.png';
const MIB = 2 ** 20;
const picture = pngOf({ level: 99 });
const first = goodSlices()[0] as WrittenEntry;
const honest: WrittenEntry = { name: NAME, content: picture };
/** A deflate stream of about 4 kB. */
const noise = Uint8Array.from({ length: 4096 }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);

const zeros = (bytes: number): WrittenEntry => ({ name: NAME, content: new Uint8Array(bytes) });

export const HOSTILE_ENTRIES: readonly HostileEntry[] = [
  // Sizes
  {
    what: 'more comes out than the table of contents claims',
    entry: { name: NAME, content: noise, inflated: 10 },
    outcome: /^broken: unpacks to more than the 10 bytes it claims$/,
  },
  {
    what: 'less comes out than the table of contents claims',
    entry: { ...honest, inflated: 5000 },
    outcome: /^broken: \d+ of 5,000 bytes in the archive$/,
  },
  {
    what: 'sizes and checksum in the local header that lie',
    entry: { ...honest, local: { crc: 1, compressed: 0x7fff_ffff, inflated: 3 } },
    outcome: 'read',
  },
  {
    what: 'sizes behind the data, in a data descriptor',
    entry: {
      ...honest,
      flags: FLAG.descriptor,
      local: { crc: 0, compressed: 0, inflated: 0 },
      behind: noise.subarray(0, 16),
    },
    outcome: 'read',
  },
  { what: 'stored with two sizes', entry: { ...honest, method: METHOD.stored, inflated: 9 }, outcome: /two sizes/ },
  { what: 'a claim beyond the limit', entry: { ...honest, inflated: 65 * MIB }, outcome: /^larger than 67\.1 MB$/ },
  {
    what: 'a bomb by ratio',
    entry: zeros(4 * MIB),
    outcome: /^would grow more than 200 times when unpacked: refused$/,
  },
  {
    what: 'a bomb that claims little',
    entry: { ...zeros(4 * MIB), inflated: 1000 },
    outcome: /more than the 1,000 bytes it claims/,
  },
  {
    what: 'a bomb that claims what is never looked at for its ratio',
    entry: { ...zeros(4 * MIB), inflated: MIB },
    outcome: /more than the 1,048,576 bytes it claims/,
  },
  { what: 'no bytes at all', entry: zeros(0), outcome: /^broken: neither PNG nor JPEG inside$/ },
  // Places
  { what: 'an offset beyond the file', entry: { ...honest, offset: 0x7fff_ffff }, outcome: /outside the archive/ },
  { what: 'data beyond the file', entry: { ...honest, compressed: 0x7fff_0000 }, outcome: /outside the archive/ },
  { what: 'an offset amid the data of another', entry: { ...honest, offset: 41 }, outcome: /no file header/ },
  { what: 'data that reach over the next file', entry: { ...honest, compressed: 400 }, outcome: /data overlap/ },
  {
    what: 'a second name for the data of another',
    entry: { ...first, name: NAME, offset: 0, phantom: true },
    outcome: /^the archive holds the same data under another name$/,
  },
  { what: 'no header where it says', entry: { ...honest, localSignature: 0 }, outcome: /no file header/ },
  {
    what: 'a local header that moves its data into the next file',
    entry: { ...honest, localExtraLength: 90 },
    outcome: /reach into what follows/,
  },
  { what: 'another disk', entry: { ...honest, disk: 3 }, outcome: /another part of a split archive/ },
  // Names
  { what: 'an absolute path', entry: { ...honest, name: '/etc/odd.png' }, outcome: /absolute/ },
  {
    what: 'a drive letter',
    entry: { ...honest, name: 'C:\\scans\\odd.png' },
    outcome: /absolute/,
    shown: 'C:/scans/odd.png',
  },
  {
    what: 'a path that climbs',
    entry: { ...honest, name: 'set/../../odd.png' },
    outcome: /outside the archive \(\.\.\)/,
  },
  {
    what: 'a path that climbs by backslashes',
    entry: { ...honest, name: '..\\..\\odd.png' },
    outcome: /outside the archive \(\.\.\)/,
    shown: '../../odd.png',
  },
  { what: 'backslashes', entry: { ...honest, name: 'set\\AD\\sub-100\\odd.png' }, outcome: 'read', shown: NAME },
  {
    what: 'a NUL in the name',
    entry: { ...honest, name: 'set/AD/odd\0.png' },
    outcome: /control characters/,
    shown: 'set/AD/odd\ufffd.png',
  },
  {
    what: 'control characters in the name',
    entry: { ...honest, name: 'set/AD/\u001b[31modd.png' },
    outcome: /control characters/,
    shown: 'set/AD/\ufffd[31modd.png',
  },
  {
    what: 'a mark that turns the direction of the name',
    entry: { ...honest, name: 'set/AD/sub-100/\u202egnp.png' },
    outcome: 'read',
    shown: 'set/AD/sub-100/\ufffdgnp.png',
  },
  {
    what: 'a name of 60,000 letters',
    entry: { ...honest, name: `${'a'.repeat(60_000)}.png` },
    outcome: /^its path is longer than 1,024 characters$/,
    shown: `…${'a'.repeat(1019)}.png`,
  },
  {
    what: 'a name that is no UTF-8 and says it is',
    entry: { ...honest, name: joined(textBytes('set/AD/sub-100/'), Uint8Array.of(0xff, 0x81), textBytes('.png')) },
    outcome: 'read',
    shown: 'set/AD/sub-100/\ufffd\ufffd.png',
  },
  {
    what: 'the name of a good slice',
    entry: { ...honest, name: first.name },
    outcome: /^the archive holds another picture of this name$/,
  },
  {
    what: 'the name of a good slice on broken data',
    entry: { ...honest, name: first.name, crc: 7 },
    outcome: /checksum in the archive does not match/,
  },
  {
    what: 'a name that differs in its case',
    entry: { ...honest, name: 'set/AD/sub-100/SLICE_0.PNG' },
    outcome: 'read',
  },
  {
    what: 'a name like a prototype’s',
    entry: { ...honest, name: 'set/AD/__proto__/constructor.png' },
    outcome: 'read',
  },
  // Kinds
  {
    what: 'a symbolic link',
    entry: { ...honest, content: textBytes('/etc/passwd'), mode: 0o120777 },
    outcome: /symbolic link/,
  },
  { what: 'a device', entry: { ...honest, mode: 0o020666 }, outcome: /device/ },
  {
    what: 'an archive in the archive',
    entry: { name: 'set/more.zip', content: zipOf(goodSlices()) },
    outcome: /unpack it/,
  },
  {
    what: 'an archive in the archive that calls itself a picture',
    entry: { name: NAME, content: zipOf(goodSlices()) },
    outcome: /neither PNG nor JPEG/,
  },
  // Encryption and methods
  { what: 'the encrypted flag', entry: { ...honest, flags: FLAG.encrypted }, outcome: /protected by a password/ },
  { what: 'strong encryption', entry: { ...honest, flags: FLAG.encrypted | FLAG.strong }, outcome: /password/ },
  { what: 'a masked header', entry: { ...honest, flags: FLAG.masked }, outcome: /password/ },
  { what: 'AES', entry: { ...honest, method: METHOD.aes }, outcome: /password/ },
  { what: 'LZMA', entry: { ...honest, method: METHOD.lzma }, outcome: /LZMA, which browsers do not read/ },
  { what: 'a method that nobody knows', entry: { ...honest, method: 77 }, outcome: /method 77/ },
  // Data
  { what: 'a false checksum', entry: { ...honest, crc: 7 }, outcome: /checksum in the archive does not match/ },
  {
    what: 'deflated data that are cut off',
    entry: { name: NAME, content: noise, packed: deflateRawSync(noise).subarray(0, 900) },
    outcome: /^broken: /,
  },
  {
    what: 'data that were never deflated',
    entry: { name: NAME, content: noise, packed: joined(Uint8Array.of(7), noise) },
    outcome: /compressed data is damaged/,
  },
  {
    what: 'junk behind the deflated data',
    entry: { name: NAME, content: noise, packed: joined(deflateRawSync(noise), noise) },
    outcome: /^broken: /,
  },
  // Zip64
  {
    what: 'true sizes in zip64',
    entry: {
      ...honest,
      method: METHOD.stored,
      compressed: 0xffff_ffff,
      inflated: 0xffff_ffff,
      extra: zip64Extra(BigInt(picture.length), BigInt(picture.length)),
    },
    outcome: 'read',
  },
  {
    what: 'sizes in a zip64 field that is missing',
    entry: { ...honest, inflated: 0xffff_ffff },
    outcome: /no valid size/,
  },
  {
    what: 'sizes in a zip64 field that is too short',
    entry: { ...honest, inflated: 0xffff_ffff, compressed: 0xffff_ffff, extra: zip64Extra(5n) },
    outcome: /no valid size/,
  },
  {
    what: 'a zip64 size beyond all numbers',
    entry: { ...honest, inflated: 0xffff_ffff, extra: zip64Extra(2n ** 64n - 1n) },
    outcome: /no valid size/,
  },
  {
    what: 'a zip64 offset beyond the file',
    entry: { ...honest, offset: 0xffff_ffff, extra: zip64Extra(2n ** 50n) },
    outcome: /outside the archive/,
  },
];
