/**
 * Entries of a zip to prepared squares in a store: bytes one after the other, a few decodes under way at once. It refuses
 * to hold the archive or more than a few decoded pictures, and to stop at a broken one: that is counted with its reason.
 */
import type { Channels, DatasetOptions } from '../protocol/dataset.ts';
import { pictureFacts } from './decoders/facts.ts';
import { type Picture, PictureError, type PictureFacts } from './decoders/picture.ts';
import type { DatasetHooks } from './hooks.ts';
import type { Place } from './layout.ts';
import type { SizeCount } from './loadedSlices.ts';
import type { PixelStore } from './pixelStore.ts';
import { prepareSlice } from './prepare.ts';
import { progressReporter } from './progress.ts';
import type { SkippedFiles } from './skipped.ts';
import { EntryError, entryReader } from './zip/entries.ts';
import type { ZipEntry } from './zip/entry.ts';

/** Decodes under way at once: enough to keep the browser's decoder busy, few enough to bound memory. */
const IN_FLIGHT = 4;
/** Deeper PNGs lose their lower bits in the browser's decoder. */
const BYTE_DEPTH = 8;

/** A picture to read and what its folders say. */
export interface WantedSlice {
  readonly entry: ZipEntry;
  readonly place: Place;
}

/** One decoded picture, or why there is none. */
type Outcome = { readonly facts: PictureFacts; readonly picture: Picture } | PictureError;

export interface DecodedSlices {
  /** Places of the pictures in the store, in its order. */
  readonly places: Place[];
  readonly sizes: SizeCount[];
  readonly enlarged: number;
  readonly deep: number;
  /** Pictures that show colour. */
  readonly coloured: number;
}

/** Bytes are read one after the other; decodes overlap and are taken back in the same order, so the store's order is fixed. */
export async function decodeSlices(
  file: Blob,
  wanted: readonly WantedSlice[],
  { resolution, channels }: Pick<DatasetOptions, 'resolution' | 'channels'>,
  store: PixelStore,
  skipped: SkippedFiles,
  hooks: DatasetHooks,
): Promise<DecodedSlices> {
  const reader = entryReader(file);
  const progress = progressReporter('Reading', wanted.length, hooks);
  const places: Place[] = [];
  const sizes = new Map<string, { width: number; height: number; slices: number }>();
  const flying: (WantedSlice & { outcome: Promise<Outcome> })[] = [];
  const taken = { names: new Set<string>(), offsets: new Set<number>() };
  let enlarged = 0;
  let deep = 0;
  let coloured = 0;

  async function land(): Promise<void> {
    const next = flying.shift();
    if (next === undefined) return;
    const outcome = await next.outcome;
    const { name, offset } = next.entry;
    if (outcome instanceof PictureError) {
      skipped.add(name, outcome.message);
    } else if (taken.names.has(name)) {
      skipped.add(name, 'the archive holds another picture of this name');
    } else if (taken.offsets.has(offset)) {
      skipped.add(name, 'the archive holds the same data under another name');
    } else {
      taken.names.add(name);
      taken.offsets.add(offset);
      const { width, height } = outcome.picture;
      const { pixels, preparation } = prepareSlice(outcome.picture, resolution);
      store.append(pixels);
      places.push(next.place);
      const size = sizes.get(`${width} ${height}`) ?? { width, height, slices: 0 };
      size.slices++;
      sizes.set(`${width} ${height}`, size);
      if (preparation === 'enlarged') enlarged++;
      if (outcome.facts.bitDepth > BYTE_DEPTH) deep++;
      if (outcome.picture.coloured) coloured++;
    }
    await progress.done();
  }

  for (const { entry, place } of wanted) {
    if (flying.length === IN_FLIGHT) await land();
    flying.push({ entry, place, outcome: readPicture(await bytesOf(reader.read(entry)), channels, hooks) });
  }
  while (flying.length > 0) await land();
  await progress.finish();
  return { places, sizes: [...sizes.values()].sort((a, b) => b.slices - a.slices), enlarged, deep, coloured };
}

/** The entry's bytes, or why this one entry cannot be read. */
async function bytesOf(read: Promise<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer> | PictureError> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof EntryError) return new PictureError(error.message, { cause: error });
    throw error;
  }
}

/** Never rejects for a broken picture: the reason is the outcome. */
async function readPicture(
  bytes: Uint8Array<ArrayBuffer> | PictureError,
  channels: Channels,
  { decode }: DatasetHooks,
): Promise<Outcome> {
  if (bytes instanceof PictureError) return bytes;
  try {
    const facts = pictureFacts(bytes);
    return { facts, picture: await decode(bytes, facts, channels) };
  } catch (error) {
    if (error instanceof PictureError) return error;
    return new PictureError('broken: it cannot be decoded', { cause: error });
  }
}
