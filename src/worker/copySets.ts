/**
 * The pictures that a look for copies compares, as numbers in two spaces: small pixels, and features of an extractor. They
 * are gathered a bounded batch at a time, so that training goes on in between. It judges nothing and keeps no picture.
 */
import { type Extractor, extractFeatures } from '../evaluation/extractor.ts';
import { type Features, featuresOf, pixelFeatures } from '../evaluation/features.ts';
import { type GreyImages, greyImages } from '../evaluation/greyImages.ts';
import { randomConvExtractor } from '../evaluation/randomConv.ts';
import type { CopySets } from '../reckoning/tasks/copies.ts';
import { byteOf, PICTURES_AT_ONCE } from '../sampling/paintStyles.ts';
import { sample } from '../sampling/sample.ts';
import { type CopySlices, FEWEST_PICTURES } from './copySlices.ts';
import type { Drawable } from './drawable.ts';
import { sampleLabels } from './sampleLabels.ts';

/** Of real slices, which do not change: the next look at the same resolution begins with them. */
export interface RealSets {
  readonly resolution: number;
  readonly train: readonly Features[];
  readonly heldOut: readonly Features[];
}

export interface Gathered {
  readonly reals: RealSets;
  /** One set a space: pixels, then features. */
  readonly spaces: readonly CopySets[];
}

/** Sheets and the Explore view begin at this seed too, so that a person sees the pictures that were looked at. */
export const FIRST_SEED = 1000;
/** A side of 16 tells heads apart, and a copy's outline and grey levels from another head's. */
const PIXEL_SIDE = 16;
/** Larger pictures are halved for the extractor: a copy is seen at 256 px. */
const LARGEST_SIDE = 256;
/** Values of the slices read at once: some milliseconds of reading. */
const BATCH_VALUES = 2 ** 18;
/** Drawing goes on for so long, training's turns included, then ends at the fewest pictures that are honest. */
const DRAWING_MS = 8000;

/** Yields how many pictures are gathered, after each batch. before: of the same slices, used where the resolution is the same. */
export async function* gatherSets(
  frozen: Drawable,
  slices: CopySlices,
  before: RealSets | undefined,
  clock: () => number,
): AsyncGenerator<number, Gathered, void> {
  const { resolution } = frozen.painter;
  const extractor = randomConvExtractor(Math.min(resolution, LARGEST_SIDE), 1);
  try {
    const isKept = before?.resolution === resolution;
    const reals = isKept ? before : yield* realSets(slices, resolution, extractor);
    const fakes = yield* fakeFeatures(frozen, slices, extractor, clock);
    const spaces = fakes.map((features, i) => ({
      fakes: features,
      train: reals.train[i] as Features,
      heldOut: reals.heldOut[i] as Features,
    }));
    return { reals, spaces };
  } finally {
    extractor.dispose();
  }
}

async function* realSets(
  slices: CopySlices,
  resolution: number,
  extractor: Extractor,
): AsyncGenerator<number, RealSets, void> {
  const { source, train, heldOut } = slices;
  const size = resolution * resolution * source.channels;
  const most = Math.max(1, Math.floor(BATCH_VALUES / size));
  const all = [...train, ...heldOut];
  const joined = createJoined();
  for (let start = 0; start < all.length; start += most) {
    const indices = all.slice(start, start + most);
    const values = new Float32Array(indices.length * size);
    await source.read(indices, resolution, values);
    joined.add(await bothSpaces(greyOf(Uint8Array.from(values, byteOf), resolution, source.channels), extractor));
    yield start + indices.length;
  }
  const cut = joined.all().map((features) => ({
    train: part(features, 0, train.length),
    heldOut: part(features, train.length, all.length),
  }));
  return { resolution, train: cut.map((sets) => sets.train), heldOut: cut.map((sets) => sets.heldOut) };
}

async function* fakeFeatures(
  { painter, from }: Drawable,
  { train, heldOut, fakes }: CopySlices,
  extractor: Extractor,
  clock: () => number,
): AsyncGenerator<number, readonly Features[], void> {
  const joined = createJoined();
  const until = clock() + DRAWING_MS;
  for (let done = 0; done < fakes && (done < FEWEST_PICTURES || clock() < until); done += PICTURES_AT_ONCE) {
    const count = Math.min(PICTURES_AT_ONCE, fakes - done);
    const seeds = Array.from({ length: count }, (_, i) => FIRST_SEED + done + i);
    const labels = sampleLabels(seeds, from.classes, undefined);
    const pixels = await sample({ ...painter, seeds, psi: 1, ...(labels ? { labels } : {}) });
    joined.add(await bothSpaces(greyOf(pixels, painter.resolution, painter.shape.channels), extractor));
    yield train.length + heldOut.length + done + count;
  }
  return joined.all();
}

/** The mean of a pixel's colours. */
function greyOf(pixels: Uint8Array, side: number, channels: number): GreyImages {
  if (channels === 1) return greyImages(pixels, side);
  const grey = new Uint8Array(pixels.length / channels);
  for (let i = 0; i < grey.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += pixels[i * channels + channel] as number;
    grey[i] = Math.round(sum / channels);
  }
  return greyImages(grey, side);
}

async function bothSpaces(images: GreyImages, extractor: Extractor): Promise<readonly Features[]> {
  const fitting = images.side > extractor.side ? pixelFeatures(images, extractor.side).values : images.pixels;
  return [pixelFeatures(images, PIXEL_SIDE), await extractFeatures(extractor, Uint8Array.from(fitting, Math.round))];
}

/** Batches of features of each space, put together at the end. */
function createJoined() {
  const batches: (readonly Features[])[] = [];
  return {
    add: (features: readonly Features[]) => void batches.push(features),
    all: (): readonly Features[] =>
      (batches[0] ?? []).map(({ width, extractor }, space) => {
        const values = new Float32Array(batches.reduce((sum, batch) => sum + (batch[space]?.values.length ?? 0), 0));
        let at = 0;
        for (const batch of batches) {
          values.set(batch[space]?.values ?? [], at);
          at += batch[space]?.values.length ?? 0;
        }
        return featuresOf(values, width, extractor);
      }),
  };
}

/** The vectors from `start` up to `end`, in a buffer of their own. */
const part = ({ values, width, extractor }: Features, start: number, end: number): Features =>
  featuresOf(values.slice(start * width, end * width), width, extractor);
