import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { readDirectory } from '../../../src/dataset/zip/directory.ts';
import { EntryError, entryReader } from '../../../src/dataset/zip/entries.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { bits } from '../../../src/random/draws.ts';

const TEXT = new TextEncoder();
const FUZZ_STREAM = 99;

async function zipOf(files: Record<string, Uint8Array | string>, compression: 'STORE' | 'DEFLATE' = 'DEFLATE') {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(files)) zip.file(name, content);
  return zip.generateAsync({ type: 'uint8array', compression });
}

function blobOf(bytes: Uint8Array): Blob {
  return new Blob([bytes.slice()]);
}

async function failureOf(bytes: Uint8Array): Promise<FailureError> {
  try {
    await readDirectory(blobOf(bytes), 'brains.zip');
  } catch (error) {
    if (error instanceof FailureError) return error;
    throw error;
  }
  throw new Error('The archive was accepted.');
}

/** Where the first `signature` (little-endian word) lies. */
function find(bytes: Uint8Array, signature: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at++) if (view.getUint32(at, true) === signature) return at;
  throw new Error('No such signature.');
}
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

describe('reading a zip', () => {
  it.each(['STORE', 'DEFLATE'] as const)('gives every file back (%s), folders left out', async (compression) => {
    const files = {
      'a/one (1).txt': 'one '.repeat(1000),
      'a/ü [2].txt': 'two',
      'b/empty.bin': new Uint8Array(0),
      'b/random.bin': new Uint8Array(bits(1, FUZZ_STREAM, 0, 30_000).buffer),
    };
    const file = blobOf(await zipOf(files, compression));
    const entries = await readDirectory(file, 'brains.zip');
    expect(entries.map(({ name }) => name).sort()).toEqual(Object.keys(files).sort());
    const reader = entryReader(file);
    for (const entry of entries) {
      const content = files[entry.name as keyof typeof files];
      const expected = typeof content === 'string' ? TEXT.encode(content) : content;
      // toEqual compares large typed arrays very slowly.
      expect(Buffer.compare(await reader.read(entry), expected)).toBe(0);
    }
  });

  it('finds the archive behind bytes put in front of it and before junk at the end', async () => {
    const zip = await zipOf({ 'a.txt': 'here' });
    const bytes = new Uint8Array(zip.length + 300);
    bytes.set(zip, 200);
    const file = blobOf(bytes);
    const [entry] = await readDirectory(file, 'brains.zip');
    expect(entry).toBeDefined();
    if (entry) expect(await entryReader(file).read(entry)).toEqual(TEXT.encode('here'));
  });

  it('reads zip64 sizes, offsets and counts', async () => {
    const file = blobOf(zip64Of('big.txt', TEXT.encode('sixty-four')));
    const entries = await readDirectory(file, 'brains.zip');
    expect(entries).toHaveLength(1);
    for (const entry of entries) expect(await entryReader(file).read(entry)).toEqual(TEXT.encode('sixty-four'));
  });
});

describe('refusing a zip', () => {
  it('names an empty file, other formats and text', async () => {
    expect((await failureOf(new Uint8Array(0))).failure).toMatchObject({ code: 'not-a-zip' });
    const sevenZip = await failureOf(Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4));
    expect(sevenZip.failure).toEqual({
      code: 'not-a-zip',
      message:
        'brains.zip is a 7z archive, not a zip archive. Zip the folder of PNG or JPEG slices and drop that file here.',
    });
    expect((await failureOf(TEXT.encode('hello'))).message).toContain('is not a zip archive');
  });

  it('says that a cut-off download is cut off', async () => {
    const zip = await zipOf({ 'a.bin': new Uint8Array(bits(2, FUZZ_STREAM, 0, 5000).buffer) });
    const failure = await failureOf(zip.subarray(0, 9000));
    expect(failure.failure.code).toBe('zip-damaged');
    expect(failure.message).toContain('ends before its table of contents');
  });

  it('says which entry is encrypted', async () => {
    const zip = await zipOf({ 'a.txt': 'secret', 'b.txt': 'open' });
    const at = find(zip, CENTRAL) + 8;
    zip[at] = (zip[at] as number) | 1;
    const [locked, open] = await readDirectory(blobOf(zip), 'brains.zip');
    expect(locked).toMatchObject({ encrypted: true, problem: expect.stringContaining('password') });
    expect(open).toMatchObject({ encrypted: false });
    expect(open?.problem).toBeUndefined();
  });

  it('refuses wrong counts, and keeps apart what lies outside the file', async () => {
    const miscounted = await zipOf({ 'a.txt': 'one' });
    new DataView(miscounted.buffer).setUint16(find(miscounted, END) + 10, 7, true);
    expect((await failureOf(miscounted)).message).toContain('announces 7 files');

    const outside = await zipOf({ 'a.txt': 'one' });
    new DataView(outside.buffer).setUint32(find(outside, CENTRAL) + 20, 0x7fff_0000, true);
    const [entry] = await readDirectory(blobOf(outside), 'brains.zip');
    expect(entry?.problem).toBe('broken: its data lie outside the archive');
  });

  it('refuses a table of contents beyond the limit before reading it', async () => {
    const zip = await zipOf({ 'a.txt': 'one' });
    new DataView(zip.buffer).setUint32(find(zip, END) + 12, 0x7fff_ffff, true);
    expect(['zip-too-large', 'zip-damaged']).toContain((await failureOf(zip)).failure.code);
  });

  it('leaves out single entries that lie about their size, their ratio or their content', async () => {
    const bomb = blobOf(await zipOf({ 'zeros.png': new Uint8Array(8 * 2 ** 20) }));
    const [zeros] = await readDirectory(bomb, 'brains.zip');
    if (!zeros) throw new Error('No entry.');
    await expect(entryReader(bomb).read(zeros)).rejects.toThrow('would grow more than 200 times');
    // The same entry claiming less: counted while inflating.
    await expect(entryReader(bomb).read({ ...zeros, inflatedBytes: 1000 })).rejects.toThrow(
      'more than the 1,000 bytes',
    );
    await expect(entryReader(bomb).read({ ...zeros, inflatedBytes: 2 ** 30 })).rejects.toThrow(EntryError);

    const plain = blobOf(await zipOf({ 'a.txt': 'some text' }));
    const [entry] = await readDirectory(plain, 'brains.zip');
    if (!entry) throw new Error('No entry.');
    await expect(entryReader(plain).read({ ...entry, crc: 1 })).rejects.toThrow('checksum');
    await expect(entryReader(plain).read({ ...entry, method: 14 })).rejects.toThrow('LZMA');
  });
});

describe('damage at random', () => {
  const ROUNDS = 400;
  it('never throws anything but a sentence, and never gives bytes that differ', async () => {
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 6; i++) files[`brain ${i}.png`] = new Uint8Array(bits(3, FUZZ_STREAM, i, 40 + 30 * i).buffer);
    const zip = await zipOf(files);
    const outcomes = { refused: 0, read: 0, skipped: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const draws = bits(4, FUZZ_STREAM, round, 8);
      const hurt = zip.slice(0, round % 3 === 0 ? (draws[0] as number) % zip.length : zip.length);
      const flips = round % 3 === 0 ? 0 : 1 + ((draws[1] as number) % 4);
      for (let flip = 0; flip < flips; flip++) {
        const at = (draws[2 + flip] as number) % hurt.length;
        // Half of the flips hit the table of contents, where the claims are.
        const place = flip % 2 === 0 ? at : Math.max(0, hurt.length - 1 - (at % 400));
        hurt[place] = (hurt[place] as number) ^ (1 << ((draws[6] as number) % 8));
      }
      const file = blobOf(hurt);
      try {
        const reader = entryReader(file);
        for (const entry of await readDirectory(file, 'brains.zip')) {
          try {
            const bytes = await reader.read(entry);
            outcomes.read++;
            const original = files[entry.name];
            if (original) expect(Buffer.compare(bytes, original)).toBe(0);
          } catch (error) {
            if (!(error instanceof EntryError)) throw error;
            outcomes.skipped++;
          }
        }
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        outcomes.refused++;
      }
    }
    expect(outcomes.refused).toBeGreaterThan(ROUNDS / 4);
    expect(outcomes.read).toBeGreaterThan(0);
    expect(outcomes.skipped).toBeGreaterThan(0);
  });
});

/** A stored entry whose every number is in zip64 records. */
function zip64Of(name: string, content: Uint8Array): Uint8Array {
  const path = TEXT.encode(name);
  const crc = crcOf(content);
  const local = new DataView(new ArrayBuffer(30 + path.length));
  local.setUint32(0, 0x04034b50, true);
  local.setUint32(14, crc, true);
  local.setUint16(26, path.length, true);
  const extra = new DataView(new ArrayBuffer(28));
  extra.setUint16(0, 1, true);
  extra.setUint16(2, 24, true);
  extra.setBigUint64(4, BigInt(content.length), true);
  extra.setBigUint64(12, BigInt(content.length), true);
  const central = new DataView(new ArrayBuffer(46));
  central.setUint32(0, CENTRAL, true);
  central.setUint32(16, crc, true);
  for (const at of [20, 24, 42]) central.setUint32(at, 0xffffffff, true);
  central.setUint16(28, path.length, true);
  central.setUint16(30, 28, true);
  const start = 30 + path.length + content.length;
  const size = 46 + path.length + 28;
  const end64 = new DataView(new ArrayBuffer(56));
  end64.setUint32(0, 0x06064b50, true);
  end64.setBigUint64(32, 1n, true);
  end64.setBigUint64(40, BigInt(size), true);
  end64.setBigUint64(48, BigInt(start), true);
  const locator = new DataView(new ArrayBuffer(20));
  locator.setUint32(0, 0x07064b50, true);
  locator.setBigUint64(8, BigInt(start + size), true);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, END, true);
  end.setUint16(10, 0xffff, true);
  end.setUint32(12, 0xffffffff, true);
  end.setUint32(16, 0xffffffff, true);
  const localBytes = new Uint8Array(local.buffer);
  localBytes.set(path, 30);
  const parts = [localBytes, content, central, path, extra, end64, locator, end].map((part) =>
    part instanceof DataView ? new Uint8Array(part.buffer) : part,
  );
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Bit by bit, as the standard defines it: independent of the table in the code under test. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return ~crc >>> 0;
}
