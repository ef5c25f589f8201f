import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDirectory } from '../../../src/dataset/zip/directory.ts';
import { EntryError, entryReader } from '../../../src/dataset/zip/entries.ts';
import { MAX_ENTRY_BYTES, MAX_RATIO, RATIO_FREE_BYTES } from '../../../src/dataset/zip/limits.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { crcOf, joined, textBytes } from '../../support/hostile/bytes.ts';
import { mutated, mutations } from '../../support/hostile/mutations.ts';
import { FLAG, METHOD, type WrittenEntry, zip64End, zip64Extra, zipOf } from '../../support/hostile/zipWriter.ts';

/** Fixed, so that a run repeats; a failure prints the seed and the path to its smallest case. */
const SEED = 20_260_801;
const RUNS = 600;
const LARGEST_CHUNK = 64 * 1024;

const FILES: readonly WrittenEntry[] = [
  { name: 'a/one.png', content: textBytes('one '.repeat(30)) },
  { name: 'a/two.png', content: textBytes('two'), method: METHOD.stored },
  { name: 'b/', content: new Uint8Array(0), method: METHOD.stored },
  { name: 'b/three.png', content: textBytes('three '.repeat(50)), flags: FLAG.descriptor, behind: new Uint8Array(16) },
  { name: 'b/empty.png', content: new Uint8Array(0), method: METHOD.stored },
];
const VALID: readonly Uint8Array[] = [
  zipOf(FILES),
  zipOf(FILES, { comment: textBytes('a comment') }),
  zipOf(FILES, zip64End()),
  zipOf(FILES.map((entry) => ({ ...entry, inflated: 0xffff_ffff, extra: zip64Extra(BigInt(entry.content.length)) }))),
  joined(textBytes('in front'), zipOf(FILES.slice(0, 2))),
];
/** Checksum and text of every content above, by which a reading is known to be true. */
const CONTENTS = new Map(FILES.map(({ content }) => [crcOf(content), content]));

/** How a file was taken: refused whole, or so many entries read and left out. Any other end is a failure of the test. */
async function outcomeOf(bytes: Uint8Array<ArrayBuffer>): Promise<{ refused: number; read: number; left: number }> {
  const file = new Blob([bytes]);
  const outcome = { refused: 0, read: 0, left: 0 };
  let entries: Awaited<ReturnType<typeof readDirectory>>;
  try {
    entries = await readDirectory(file, 'brains.zip');
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    expect(error.message).toContain('brains.zip');
    return { ...outcome, refused: 1 };
  }
  let inflated = 0;
  const reader = entryReader(file, (what, count) => {
    if (what === 'window') expect(count).toBeLessThanOrEqual(file.size);
    if (what === 'allocated') expect(count).toBeLessThanOrEqual(Math.min(MAX_ENTRY_BYTES, mostFor(file.size)));
    if (what === 'inflated') inflated += count;
  });
  for (const entry of entries) {
    inflated = 0;
    try {
      const content = await reader.read(entry);
      expect(content.length).toBe(entry.inflatedBytes);
      expect(crcOf(content)).toBe(entry.crc);
      const known = CONTENTS.get(entry.crc);
      if (known) expect(Buffer.compare(content, known)).toBe(0);
      outcome.read++;
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      outcome.left++;
    }
    expect(inflated).toBeLessThanOrEqual(entry.inflatedBytes + LARGEST_CHUNK);
  }
  return outcome;
}

/** The most that an honest entry of a file of this size may claim. */
const mostFor = (fileBytes: number): number => Math.max(RATIO_FREE_BYTES, fileBytes * MAX_RATIO);

/** Runs the property, and gives back how often each end was met: a fuzzer that is always refused tests nothing. */
async function fuzz(files: fc.Arbitrary<Uint8Array<ArrayBuffer>>) {
  const total = { refused: 0, read: 0, left: 0 };
  await fc.assert(
    fc.asyncProperty(files, async (bytes) => {
      const { refused, read, left } = await outcomeOf(bytes);
      total.refused += refused;
      total.read += read;
      total.left += left;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  return total;
}

const word = fc.oneof(fc.nat(600), fc.constantFrom(0, 0xffff, 0xffff_ffff, 0x7fff_ffff), fc.nat(0xffff_ffff));
const short = fc.oneof(fc.nat(40), fc.nat(0xffff));
const writtenEntry = fc
  .record(
    {
      content: fc.uint8Array({ maxLength: 60 }),
      method: fc.constantFrom(0, 8, 8, 14),
      flags: fc.constantFrom(0, 0x800, 8, 1),
      crc: word,
      compressed: word,
      inflated: word,
      offset: word,
      disk: fc.nat(1),
      mode: fc.constantFrom(0o100644, 0o120777),
      extra: fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.array(fc.bigInt(0n, 2n ** 64n - 1n), { maxLength: 3 }).map((numbers) => zip64Extra(...numbers)),
      ),
      localExtraLength: short,
      packed: fc.uint8Array({ maxLength: 60 }),
      phantom: fc.constant(true as const),
      name: fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.uint8Array({ maxLength: 12 })),
    },
    { requiredKeys: ['content', 'name'] },
  )
  .map((entry): WrittenEntry => entry);
const writtenEnd = fc.record(
  {
    disk: fc.nat(1),
    startDisk: fc.nat(1),
    entries: short,
    size: word,
    start: word,
    comment: fc.uint8Array({ maxLength: 30 }),
    commentLength: short,
  },
  { requiredKeys: [] },
);

describe('whatever the bytes, an archive is read, left out in part or refused with a sentence', () => {
  it('valid ones, to begin with', async () => {
    for (const bytes of VALID) expect(await outcomeOf(bytes.slice())).toMatchObject({ refused: 0, left: 0 });
  });

  it('arbitrary bytes, some behind a zip’s first mark or before its last', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const end = fc.tuple(bytes, writtenEnd).map(([front, lie]) => joined(front, zipOf([], lie)));
    const start = bytes.map((rest) => joined(Uint8Array.of(0x50, 0x4b, 3, 4), rest));
    expect(
      (
        await fuzz(
          fc.oneof(
            bytes.map((some) => some.slice()),
            start,
            end,
          ),
        )
      ).refused,
    ).toBeGreaterThan(RUNS / 2);
  });

  it('valid archives with a few changes', async () => {
    const files = fc.tuple(fc.constantFrom(...VALID), mutations).map(([valid, changes]) => mutated(valid, changes));
    const total = await fuzz(files);
    expect(total.refused).toBeGreaterThan(RUNS / 10);
    expect(total.read).toBeGreaterThan(RUNS / 2);
    expect(total.left).toBeGreaterThan(RUNS / 10);
  });

  it('archives whose fields are anything', async () => {
    const files = fc.array(writtenEntry, { maxLength: 4 }).map((entries) => zipOf([...FILES.slice(0, 1), ...entries]));
    const total = await fuzz(files);
    expect(total.read).toBeGreaterThan(RUNS / 4);
    expect(total.left).toBeGreaterThan(RUNS / 4);
  });

  it('archives cut at every byte', async () => {
    const [valid] = VALID as [Uint8Array];
    for (let length = 0; length < valid.length; length++) {
      const { refused } = await outcomeOf(valid.slice(0, length));
      expect(refused, `cut to ${length} bytes`).toBe(1);
    }
  });
});
