import { describe, expect, it } from 'vitest';
import { readDirectory } from '../../../src/dataset/zip/directory.ts';
import { EntryError, type EntryMeter, entryReader } from '../../../src/dataset/zip/entries.ts';
import type { ZipEntry } from '../../../src/dataset/zip/entry.ts';
import { MAX_ENTRY_BYTES } from '../../../src/dataset/zip/limits.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { HOSTILE_ARCHIVES } from '../../support/hostile/archiveCases.ts';
import { HOSTILE_ENTRIES } from '../../support/hostile/entryCases.ts';
import { goodSlices } from '../../support/hostile/goodSlices.ts';
import { beyondArchiveLimit, beyondTableLimit, manyClaims } from '../../support/hostile/largeArchives.ts';
import { type WrittenEntry, zipOf } from '../../support/hostile/zipWriter.ts';

const MIB = 2 ** 20;
/** What a platform's inflater hands over at once: 16 KiB in Node, 64 KiB in browsers. */
const LARGEST_CHUNK = 64 * 1024;
/** The window over the file, as long as no entry needs more. */
const WINDOW_BYTES = 4 * MIB;
/** An end record with its longest comment, and a zip64 locator in front; then the zip64 record, where that and the locator say. */
const TAIL_BYTES = 22 + 0xffff + 20;
const RECORD_BYTES = 2 * 56;
/** Looks at places that two entries claim, and the first bytes of what is no zip. */
const LOOKS_BYTES = 1000 * 4;
const HEAD_BYTES = 264;

/** A file that counts the bytes asked of it. */
class CountedBlob extends Blob {
  asked = 0;
  override slice(start = 0, end = this.size, type?: string): Blob {
    this.asked += Math.max(0, Math.min(end, this.size) - Math.max(0, start));
    return super.slice(start, end, type);
  }
}

/** The most at once of each kind, and the sum of what was inflated. */
function metered() {
  const most = { window: 0, allocated: 0, inflated: 0 };
  let total = 0;
  const meter: EntryMeter = (what, bytes) => {
    most[what] = Math.max(most[what], bytes);
    if (what === 'inflated') total += bytes;
  };
  return { most, meter, total: () => total };
}

async function readAll(file: Blob, entries: readonly ZipEntry[], meter: EntryMeter): Promise<number> {
  const reader = entryReader(file, meter);
  let read = 0;
  for (const entry of entries)
    await reader.read(entry).then(
      () => read++,
      (error: unknown) => {
        if (!(error instanceof EntryError)) throw error;
      },
    );
  return read;
}

describe('the reader of entries', () => {
  const claims: readonly [what: string, bomb: WrittenEntry, mostAllocated: number][] = [
    ['by ratio', { name: 'a.png', content: new Uint8Array(8 * MIB) }, 0],
    ['claiming 1,000 bytes', { name: 'a.png', content: new Uint8Array(8 * MIB), inflated: 1000 }, 1000],
    ['claiming what its ratio allows', { name: 'a.png', content: new Uint8Array(8 * MIB), inflated: MIB }, MIB],
    ['claiming more than the limit', { name: 'a.png', content: new Uint8Array(9), inflated: MAX_ENTRY_BYTES + 1 }, 0],
  ];
  it.each(claims)('never inflates a bomb beyond its claim and a chunk: %s', async (_, bomb, mostAllocated) => {
    const file = new Blob([zipOf([bomb])]);
    const { most, meter, total } = metered();
    expect(await readAll(file, await readDirectory(file, 'bomb.zip'), meter)).toBe(0);
    expect(most.allocated).toBe(mostAllocated);
    expect(total()).toBeLessThanOrEqual(mostAllocated === 0 ? 0 : mostAllocated + LARGEST_CHUNK);
    expect(most.window).toBeLessThanOrEqual(file.size);
  });

  it('never holds more than the file’s window and an entry’s claim, whatever is wrong', async () => {
    const file = new Blob([
      zipOf([...goodSlices(), ...HOSTILE_ENTRIES.map(({ entry: { offset: _, ...entry } }) => entry)]),
    ]);
    const entries = await readDirectory(file, 'brains.zip');
    for (const entry of entries) {
      const { most, meter, total } = metered();
      await readAll(file, [entry], meter);
      expect(most.window).toBeLessThanOrEqual(Math.max(WINDOW_BYTES, entry.compressedBytes));
      expect(most.allocated).toBeLessThanOrEqual(Math.min(MAX_ENTRY_BYTES, entry.inflatedBytes));
      expect(total()).toBeLessThanOrEqual(most.allocated + LARGEST_CHUNK);
    }
  });

  it('moves its window once over an archive', async () => {
    const file = new CountedBlob([zipOf(goodSlices())]);
    const entries = await readDirectory(file, 'brains.zip');
    const before = file.asked;
    const { meter } = metered();
    expect(await readAll(file, entries, meter)).toBe(entries.length);
    expect(file.asked - before).toBe(file.size);
  });
});

describe('the reader of the table of contents', () => {
  it.each(HOSTILE_ARCHIVES)('reads the end, the table and little else: $what', async ({ bytes }) => {
    const file = new CountedBlob([bytes]);
    await readDirectory(file, 'brains.zip').catch((error: unknown) => {
      if (!(error instanceof FailureError)) throw error;
    });
    expect(file.asked).toBeLessThanOrEqual(TAIL_BYTES + RECORD_BYTES + bytes.length + LOOKS_BYTES + HEAD_BYTES);
  });

  it('reads no table and no archive beyond their limits', async () => {
    const table = new CountedBlob([beyondTableLimit()]);
    await expect(readDirectory(table, 'brains.zip')).rejects.toThrow('table of contents of 68.2 MB');
    expect(table.asked).toBeLessThanOrEqual(TAIL_BYTES);
    const archive = beyondArchiveLimit();
    Object.assign(archive, { slice: () => Promise.reject(new Error('It was read.')) });
    await expect(readDirectory(archive, 'brains.zip')).rejects.toThrow('Gyrus reads archives up to');
  });

  it('reads the table alone of an archive whose entries claim gigabytes', async () => {
    const file = new CountedBlob([manyClaims(260, MIB, 64 * MIB)]);
    expect(await readDirectory(file, 'brains.zip')).toHaveLength(260);
    expect(file.asked).toBeLessThan(2 * TAIL_BYTES);
  });
});
