/**
 * The real half of a measurement: features and pictures of the slices it is measured against, read a bounded batch at a time.
 * They do not change while data, resolution and extractor are the same, and may be kept. It measures nothing.
 */
import { greyOf } from '../dataset/decoders/grey.ts';
import { type Extractor, extractFeatures } from '../evaluation/extractor.ts';
import { type Features, featuresOf } from '../evaluation/features.ts';
import { type GreyImages, greyImages } from '../evaluation/greyImages.ts';
import { byteOf } from '../sampling/paintStyles.ts';
import type { MeasuredSlices } from './measuredSlices.ts';

export interface RealSide {
  readonly slices: MeasuredSlices;
  readonly resolution: number;
  /** Missing where there is no extractor. */
  readonly features?: { readonly reals: Features; readonly heldOut?: Features };
  /** The first of the slices, and of the held-out ones. */
  readonly pictures: { readonly reals: GreyImages; readonly heldOut?: GreyImages };
  /** The first of the slices, [n, resolution, resolution, channels] bytes: what a critic is shown. */
  readonly shown: Uint8Array<ArrayBuffer>;
}

/** Pictures whose features a critic makes, of reals and of fakes: as many directions can be told apart. */
export const SHOWN = 256;
/** Pictures of each set that are compared pixel by pixel; halves of the reals have as many. */
const MOST_PICTURES = 256;
/** Grey pixels of one set that are kept and sent to be compared: 512 pictures of 256 px. */
const MOST_PIXELS = 2 ** 25;
/** Values of the slices read at once: some milliseconds of reading. */
const BATCH_VALUES = 2 ** 18;
const RGBA = 4;

/** How many pictures of this size are compared pixel by pixel. */
export function picturesAt(resolution: number): number {
  return Math.min(MOST_PICTURES, Math.floor(MOST_PIXELS / 2 / resolution ** 2));
}

/** Whether `side` is of these slices, in the same order, at that size and with that extractor. */
export function isSideOf(
  side: RealSide,
  { opened, reals, heldOut }: MeasuredSlices,
  resolution: number,
  extractor: Extractor | undefined,
): boolean {
  const { slices, features } = side;
  const same = (a: readonly number[] = [], b: readonly number[] = []) => a.length === b.length && a.join() === b.join();
  return (
    slices.opened.loaded.store === opened.loaded.store &&
    side.resolution === resolution &&
    features?.reals.extractor === extractor?.name &&
    same(slices.reals, reals) &&
    same(slices.heldOut, heldOut)
  );
}

/** Yields after each batch how many are left of its set. The source must stay open meanwhile: whoever pulls looks before. */
export async function* readReals(
  slices: MeasuredSlices,
  resolution: number,
  extractor: Extractor | undefined,
): AsyncGenerator<number, RealSide, void> {
  const reals = yield* readSet(slices, slices.reals, 2 * picturesAt(resolution), resolution, extractor);
  const heldOut = slices.heldOut
    ? yield* readSet(slices, slices.heldOut, picturesAt(resolution), resolution, extractor)
    : undefined;
  return {
    ...{ slices, resolution, shown: reals.shown },
    ...(reals.features ? { features: both(reals.features, heldOut?.features) } : {}),
    pictures: both(reals.pictures, heldOut?.pictures),
  };
}

const both = <T>(reals: T, heldOut: T | undefined) => ({ reals, ...(heldOut === undefined ? {} : { heldOut }) });

interface RealSet {
  readonly features: Features | undefined;
  readonly pictures: GreyImages;
  readonly shown: Uint8Array<ArrayBuffer>;
}

/** Features of all slices at `indices`, grey pictures of the first `most`, and the first as they are. */
async function* readSet(
  slices: MeasuredSlices,
  indices: readonly number[],
  most: number,
  resolution: number,
  extractor: Extractor | undefined,
): AsyncGenerator<number, RealSet, void> {
  const { source } = slices.opened;
  const size = resolution * resolution * source.channels;
  const batch = Math.min(extractor?.atOnce ?? batchOf(size), batchOf(size));
  const compared = Math.min(most, indices.length);
  const kept = new Uint8Array(Math.max(compared, Math.min(SHOWN, indices.length)) * size);
  const features = extractor && new Float32Array(indices.length * extractor.width);
  for (let start = 0; start < indices.length; start += batch) {
    const here = indices.slice(start, start + batch);
    const values = new Float32Array(here.length * size);
    await source.read(here, resolution, values);
    const bytes = Uint8Array.from(values, byteOf);
    if (start * size < kept.length) kept.set(bytes.subarray(0, kept.length - start * size), start * size);
    if (extractor) features?.set((await extractFeatures(extractor, bytes)).values, start * extractor.width);
    yield Math.ceil((indices.length - start - here.length) / batch);
  }
  return {
    features: extractor && features && featuresOf(features, extractor.width, extractor.name),
    pictures: greyPictures(kept.subarray(0, compared * size), resolution, source.channels),
    shown: kept.slice(0, SHOWN * size),
  };
}

const batchOf = (size: number) => Math.max(1, Math.floor(BATCH_VALUES / size));

/** [n, side, side, channels] bytes as grey ones, by the luma of the page's own reading. Copies. */
export function greyPictures(bytes: Uint8Array, side: number, channels: number): GreyImages {
  if (channels === 1) return greyImages(bytes.slice(), side);
  const count = bytes.length / channels;
  const rgba = new Uint8Array(count * RGBA);
  for (let i = 0; i < count; i++) rgba.set(bytes.subarray(i * channels, (i + 1) * channels), i * RGBA);
  return greyImages(greyOf(rgba, count), side);
}
