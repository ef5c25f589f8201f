/**
 * A dropped zip to prepared pixels and facts: contents, names, pictures, subjects. It refuses to lose a file silently:
 * each is a slice, a label map or counted among the skipped, and to keep a half-read store when it fails.
 */
import type { DatasetOptions } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import { decodeSlices, type WantedSlice } from './decodeSlices.ts';
import { encrypted, noImages, tooFew } from './failures.ts';
import type { DatasetHooks } from './hooks.ts';
import { type LayoutReading, type Place, readLayout } from './layout.ts';
import type { LoadedSlices } from './loadedSlices.ts';
import { junkReason } from './names.ts';
import { type SkippedFiles, skippedFiles } from './skipped.ts';
import type { SliceFacts } from './sliceSource.ts';
import { readSubjects } from './subjects.ts';
import { countWords, sizeWords } from './words.ts';
import { problemOf } from './zip/claims.ts';
import { readDirectory } from './zip/directory.ts';
import type { ZipEntry } from './zip/entry.ts';
import { MAX_INFLATED_BYTES, MAX_PICTURES } from './zip/limits.ts';

/** The fewest slices a data set may have: less is memorised, not learnt. */
export const FEWEST_SLICES = 16;
const MILLISECONDS = 1000;

/** Reads `file`. Throws FailureError, or the signal's reason when aborted; the store is closed then. */
export async function readSlices(file: File, options: DatasetOptions, hooks: DatasetHooks): Promise<LoadedSlices> {
  const started = performance.now();
  const entries = await readDirectory(file, file.name);
  hooks.signal.throwIfAborted();
  const skipped = skippedFiles();
  const named = sortOut(entries, skipped, ({ name }) => junkReason(name));
  const [locked] = named;
  if (locked !== undefined && named.every((entry) => entry.encrypted)) throw encrypted(file.name, locked.name);
  // Before the layout is read: a path that means mischief must not change how the others are understood.
  const pictures = sortOut(named, skipped, problemOf);
  if (pictures.length === 0) throw noImages(file.name, entries.length, skipped.groups());
  const reading = readLayout(
    pictures.map(({ name }) => name),
    options.layout,
  );
  const { wanted, labelMaps, labelMapsKept } = chooseSlices(pictures, reading, options.includeLabelMaps ?? false);
  checkAmount(file.name, wanted);
  const store = await hooks.makeStore(options.resolution ** 2 * options.channels, wanted.length);
  try {
    const kept = await decodeSlices(file, wanted, options, store, skipped, hooks);
    if (kept.places.length === 0) throw noImages(file.name, entries.length, skipped.groups());
    if (kept.places.length < FEWEST_SLICES)
      throw tooFew(file.name, kept.places.length, FEWEST_SLICES, labelMapsKept ? 0 : labelMaps, skipped.groups());
    const { subjects, from } = readSubjects(kept.places);
    const facts = kept.places.map(({ path, className, split }, i) => ({
      name: path,
      subject: subjects[i] as string,
      className,
      split,
    }));
    const order = Uint32Array.from(facts.keys()).sort((i, j) => compareNames(facts[i], facts[j]));
    return {
      name: file.name,
      kind: 'zip',
      bytes: file.size,
      seconds: (performance.now() - started) / MILLISECONDS,
      resolution: options.resolution,
      channels: options.channels,
      store,
      slots: order,
      slices: Array.from(order, (i) => facts[i] as SliceFacts),
      subjectsFrom: from,
      layout: reading.layout,
      choices: reading.choices,
      files: entries.length,
      labelMaps,
      labelMapsKept,
      sizes: kept.sizes,
      enlarged: kept.enlarged,
      deep: kept.deep,
      coloured: kept.coloured,
      skipped: skipped.groups(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The entries without a reason to leave them out; the others are counted with theirs. */
function sortOut(
  entries: readonly ZipEntry[],
  skipped: SkippedFiles,
  reasonFor: (entry: ZipEntry) => string | undefined,
): ZipEntry[] {
  return entries.filter((entry) => {
    const reason = reasonFor(entry);
    if (reason !== undefined) skipped.add(entry.name, reason);
    return reason === undefined;
  });
}

/** By code units: the same order on every machine, whatever its language. */
function compareNames(a: SliceFacts | undefined, b: SliceFacts | undefined): number {
  const [first, second] = [a?.name ?? '', b?.name ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** The pictures to read, in the order of their data. If everything looks like a label map, the words meant something else. */
function chooseSlices(
  pictures: readonly ZipEntry[],
  { places }: LayoutReading,
  include: boolean,
): { wanted: WantedSlice[]; labelMaps: number; labelMapsKept: boolean } {
  const labelMaps = places.filter(({ labelMap }) => labelMap).length;
  const labelMapsKept = include || labelMaps === places.length;
  const wanted = pictures
    .map((entry, i) => ({ entry, place: places[i] as Place }))
    .filter(({ place }) => labelMapsKept || !place.labelMap);
  return { wanted, labelMaps, labelMapsKept };
}

/** Counts and sizes as the table of contents claims them, before anything is inflated. */
function checkAmount(name: string, wanted: readonly WantedSlice[]): void {
  if (wanted.length > MAX_PICTURES)
    throw new FailureError(
      'zip-too-large',
      `${name} holds ${countWords(wanted.length, 'picture')}; Gyrus reads up to ${countWords(MAX_PICTURES, 'picture')}. Zip fewer slices.`,
    );
  const inflated = wanted.reduce((sum, { entry }) => sum + entry.inflatedBytes, 0);
  if (inflated > MAX_INFLATED_BYTES)
    throw new FailureError(
      'zip-too-large',
      `The pictures in ${name} unpack to ${sizeWords(inflated)}; Gyrus reads up to ${sizeWords(MAX_INFLATED_BYTES)}. Zip fewer slices.`,
    );
}
