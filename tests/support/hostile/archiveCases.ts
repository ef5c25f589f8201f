/** Archives that are bad as a whole, and what they are refused with; or that only look bad and open. */
import type { FailureCode } from '../../../src/protocol/failure.ts';
import { changed, joined, record, textBytes } from './bytes.ts';
import { goodSlices } from './goodSlices.ts';
import { pngOf } from './pngWriter.ts';
import { FLAG, METHOD, type WrittenEntry, zip64End, zipOf } from './zipWriter.ts';

export interface HostileArchive {
  readonly what: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The failure's code and sentence, or 'opens' with all good slices. */
  readonly outcome: { readonly code: FailureCode; readonly says: RegExp } | 'opens';
}

const END_BYTES = 22;
const good = goodSlices();
const whole = zipOf(good);
const tableStart = new DataView(whole.buffer).getUint32(whole.length - END_BYTES + 16, true);

const damaged = (says: RegExp) => ({ code: 'zip-damaged', says }) as const;
const notZip = (says: RegExp) => ({ code: 'not-a-zip', says }) as const;
const tooLarge = (says: RegExp) => ({ code: 'zip-too-large', says }) as const;

/** What people take for a zip: first bytes at a place, and what the sentence calls it. */
const OTHERS: readonly [name: string, at: number, bytes: readonly number[]][] = [
  ['a 7z archive', 0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a RAR archive', 0, [0x52, 0x61, 0x72, 0x21, 0x1a, 7]],
  ['a gzip file', 0, [0x1f, 0x8b, 8]],
  ['an xz file', 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a tar archive', 257, [0x75, 0x73, 0x74, 0x61, 0x72]],
  ['a DICOM file', 128, [0x44, 0x49, 0x43, 0x4d]],
  ['a PDF', 0, [0x25, 0x50, 0x44, 0x46]],
  ['the first part of a split zip', 0, [0x50, 0x4b, 7, 8]],
];

/** Where a whole archive is cut, and what is said then. */
const CUTS: readonly [what: string, bytes: number, outcome: HostileArchive['outcome']][] = [
  ['within the first signature', 3, notZip(/brains\.zip is not a zip archive/)],
  ['within the first header', 20, damaged(/ends before its table of contents/)],
  ['within the first picture', 90, damaged(/ends before its table of contents/)],
  ['before the table of contents', tableStart, damaged(/ends before its table of contents/)],
  ['within the table of contents', tableStart + 100, damaged(/ends before its table of contents/)],
  ['before the end record', whole.length - END_BYTES, damaged(/ends before its table of contents/)],
  ['within the end record', whole.length - 1, damaged(/ends before its table of contents/)],
];

/** Entries whose data hold all those after them: each is a zip bomb's layer. */
function nestedEntries(count: number): Uint8Array<ArrayBuffer> {
  const entries = Array.from(
    { length: count },
    (_, i): WrittenEntry => ({
      name: `${i}.png`,
      content: new Uint8Array(0),
      method: METHOD.stored,
    }),
  );
  const sizes = zipOf(entries).length;
  return zipOf(entries.map((entry) => ({ ...entry, compressed: sizes / 4, inflated: sizes / 4 })));
}

/** Names in the table of contents for places within one file where there is no other. */
function misplacedEntries(count: number): Uint8Array<ArrayBuffer> {
  const large: WrittenEntry = { name: 'large.bin', content: new Uint8Array(2 * count), method: METHOD.stored };
  const entries = Array.from({ length: count }, (_, i): WrittenEntry => {
    return { name: `${i}.png`, content: new Uint8Array(0), offset: 50 + i, phantom: true, method: METHOD.stored };
  });
  return zipOf([large, ...entries]);
}

const encrypted = zipOf(good.map((entry) => ({ ...entry, flags: FLAG.encrypted })));
const twice = joined(whole, whole.subarray(whole.length - END_BYTES));
const fakeEnd = record(END_BYTES, { words: { 0: 0x06054b50, 12: 5000, 16: 7 }, shorts: { 10: 3 } });

export const HOSTILE_ARCHIVES: readonly HostileArchive[] = [
  { what: 'no bytes', bytes: new Uint8Array(0), outcome: notZip(/is empty \(0 bytes\)/) },
  { what: 'text', bytes: textBytes('These are notes.'), outcome: notZip(/brains\.zip is not a zip archive/) },
  { what: 'a single picture', bytes: pngOf(), outcome: notZip(/is a single PNG picture/) },
  ...OTHERS.map(([name, at, bytes]) => ({
    what: name,
    bytes: joined(new Uint8Array(at), Uint8Array.from(bytes), new Uint8Array(500)),
    outcome: notZip(new RegExp(`brains\\.zip is ${name}, not a zip archive`)),
  })),
  {
    what: 'an archive without files',
    bytes: zipOf([]),
    outcome: { code: 'no-images', says: /brains\.zip holds no files/ },
  },
  ...CUTS.map(([what, bytes, outcome]) => ({ what: `cut off ${what}`, bytes: whole.slice(0, bytes), outcome })),
  // The end record
  {
    what: 'a count that lies',
    bytes: zipOf(good, { entries: 7 }),
    outcome: damaged(/announces 7 files, but .* lists 16/),
  },
  {
    what: 'a table that begins before the file',
    bytes: zipOf(good, { size: 0x7fff_ffff }),
    outcome: damaged(/outside the file/),
  },
  {
    what: 'a table that ends early',
    bytes: zipOf(good, { size: 100 }),
    outcome: damaged(/announces 16 files, but .* lists [01]/),
  },
  {
    what: 'the last of several disks',
    bytes: zipOf(good, { disk: 2 }),
    outcome: damaged(/one part of a split archive/),
  },
  {
    what: 'a table on another disk',
    bytes: zipOf(good, { startDisk: 1 }),
    outcome: damaged(/one part of a split archive/),
  },
  {
    what: 'a comment longer than the file',
    bytes: zipOf(good, { commentLength: 60_000 }),
    outcome: damaged(/ends before/),
  },
  {
    what: 'a comment of 60,000 letters',
    bytes: zipOf(good, { comment: new Uint8Array(60_000).fill(65) }),
    outcome: 'opens',
  },
  {
    what: 'a comment that is an end record',
    bytes: zipOf(good, { comment: fakeEnd }),
    outcome: damaged(/announces 3 files|outside/),
  },
  { what: 'the end record twice', bytes: twice, outcome: damaged(/announces 16 files/) },
  { what: 'junk behind the end', bytes: joined(whole, new Uint8Array(900).fill(7)), outcome: 'opens' },
  { what: 'bytes in front, as of a program', bytes: joined(new Uint8Array(900).fill(7), whole), outcome: 'opens' },
  {
    what: 'a table that says it begins elsewhere',
    bytes: zipOf(good, { start: 17 }),
    outcome: { code: 'no-images', says: /16 × broken/ },
  },
  // Names longer than the table
  {
    what: 'a name that reaches beyond the table',
    bytes: zipOf([...good.slice(1), { ...(good[0] as WrittenEntry), nameLength: 60_000 }]),
    outcome: damaged(/table of contents is cut off/),
  },
  // Zip64
  { what: 'an end in zip64', bytes: zipOf(good, zip64End()), outcome: 'opens' },
  {
    what: 'a zip64 record that is not where its locator says',
    bytes: zipOf(good, zip64End({ record: 2n ** 63n })),
    outcome: 'opens',
  },
  {
    what: '2^60 files in zip64',
    bytes: zipOf(good, zip64End({ entries: 2n ** 60n })),
    outcome: tooLarge(/Gyrus reads up to 400,000 files/),
  },
  {
    what: 'a zip64 table of 2^60 bytes',
    bytes: zipOf(good, zip64End({ size: 2n ** 60n })),
    outcome: damaged(/outside the file/),
  },
  {
    what: 'a zip64 table that begins at 2^64 - 1',
    bytes: zipOf(good, zip64End({ start: 2n ** 64n - 1n })),
    outcome: { code: 'no-images', says: /16 × broken: its data lie outside the archive/ },
  },
  {
    what: 'zip64 without its record',
    bytes: zipOf(good, { entries: 0xffff, size: 0xffffffff, start: 0xffffffff }),
    outcome: damaged(/outside the file/),
  },
  // Everything in it is bad
  {
    what: 'a password on every picture',
    bytes: encrypted,
    outcome: { code: 'zip-encrypted', says: /protected by a password \("set/ },
  },
  {
    what: 'a password on every picture, and words without',
    bytes: zipOf([
      { name: 'readme.txt', content: textBytes('words') },
      ...good.map((entry) => ({ ...entry, flags: 1 })),
    ]),
    outcome: { code: 'zip-encrypted', says: /protected by a password/ },
  },
  {
    what: 'nothing but archives',
    bytes: zipOf([
      { name: 'one.zip', content: whole },
      { name: 'two.tar.gz', content: whole },
    ]),
    outcome: { code: 'no-images', says: /None of the 2 files in brains\.zip .*2 × an archive in the archive/ },
  },
  {
    what: 'nothing but false checksums',
    bytes: zipOf(good.map((entry) => ({ ...entry, crc: 7 }))),
    outcome: { code: 'no-images', says: /16 × broken: its checksum/ },
  },
  {
    what: 'one good slice too few',
    bytes: zipOf(good.map((entry, i) => (i === 5 ? { ...entry, crc: 7 } : entry))),
    outcome: { code: 'too-few-slices', says: /15 usable slices; training needs at least 16.*1 × broken: its checksum/ },
  },
  { what: 'a table of contents of noise', bytes: noisyTable(), outcome: damaged(/announces 16 files, but .* lists 0/) },
  // Bombs of entries that share their data
  {
    what: 'entries within one another',
    bytes: nestedEntries(900),
    outcome: { code: 'no-images', says: /× broken: its data overlap those of another file/ },
  },
  {
    what: 'more entries within one another',
    bytes: nestedEntries(1200),
    outcome: damaged(/more than 1,000 of its files share their data/),
  },
  {
    what: 'many places where there is no file',
    bytes: misplacedEntries(1200),
    outcome: damaged(/more than 1,000 of its files/),
  },
];

/** The good archive with nonsense for its table of contents. */
function noisyTable(): Uint8Array<ArrayBuffer> {
  return changed(whole, (view) => {
    for (let at = tableStart; at < whole.length - END_BYTES; at++)
      view.setUint8(at, Math.imul(at, 2_654_435_761) >>> 24);
  });
}
