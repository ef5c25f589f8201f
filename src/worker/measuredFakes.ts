/**
 * The generated half of a measurement: pictures of a frozen generator, drawn a few at a time, with their features. How many
 * it draws is either asked for or follows from what they cost. It measures nothing.
 */
import { type Extractor, extractFeatures } from '../evaluation/extractor.ts';
import { type Features, featuresOf } from '../evaluation/features.ts';
import type { GreyImages } from '../evaluation/greyImages.ts';
import { FEWEST_MEASURED, MOST_MEASURED } from '../protocol/judging.ts';
import { PICTURES_AT_ONCE } from '../sampling/paintStyles.ts';
import { sample } from '../sampling/sample.ts';
import type { Drawable } from './drawable.ts';
import { greyPictures, picturesAt, SHOWN } from './measuredReals.ts';
import type { MeasuredSlices } from './measuredSlices.ts';

export interface FakeSide {
  readonly features?: Features;
  readonly pictures: GreyImages;
  /** The first of them, [n, resolution, resolution, channels] bytes. */
  readonly shown: Uint8Array<ArrayBuffer>;
  readonly count: number;
}

/** So many pictures; or as many as fit into a time, and into what their comparison may cost beside training. */
export type HowMany = { readonly pictures: number } | { readonly withinMs: number };

/** The same seeds each time, so that a number moves because the networks did. */
const FIRST_SEED = 500_000;
/** Comparing grows with the square: half a thousand take about ten seconds of another thread, a thousand a minute. */
const MOST_UNASKED = 512;

/** Yields after each batch how many are left. */
export async function* drawFakes(
  { painter, from }: Drawable,
  slices: MeasuredSlices,
  extractor: Extractor | undefined,
  howMany: HowMany,
  clock: () => number,
): AsyncGenerator<number, FakeSide, void> {
  const { resolution, shape } = painter;
  const size = resolution * resolution * shape.channels;
  const most = 'pictures' in howMany ? howMany.pictures : useful(slices);
  const labels = labelsAfter(slices, from.classes);
  const kept = new Uint8Array(Math.min(most, Math.max(picturesAt(resolution), SHOWN)) * size);
  const features = extractor && new Float32Array(most * extractor.width);
  let of = most;
  let drawn = 0;
  let quickest = Number.POSITIVE_INFINITY;
  while (drawn < of) {
    const began = clock();
    const seeds = Array.from({ length: Math.min(PICTURES_AT_ONCE, of - drawn) }, (_, i) => FIRST_SEED + drawn + i);
    const bytes = await sample({ ...painter, seeds, psi: 1, ...(labels ? { labels: seeds.map(labels) } : {}) });
    if (drawn * size < kept.length) kept.set(bytes.subarray(0, kept.length - drawn * size), drawn * size);
    if (extractor) features?.set((await extractFeatures(extractor, bytes)).values, drawn * extractor.width);
    drawn += seeds.length;
    quickest = Math.min(quickest, (clock() - began) / seeds.length);
    // Shaders are made in the first batch, so it says little about the others: those of the fewest pictures are all timed.
    if ('withinMs' in howMany && drawn === FEWEST_MEASURED)
      of = Math.max(drawn, Math.min(most, wholeBatches(howMany.withinMs / quickest)));
    yield Math.ceil((of - drawn) / PICTURES_AT_ONCE);
  }
  const compared = Math.min(of, picturesAt(resolution));
  return {
    ...(extractor && features
      ? { features: featuresOf(features.slice(0, of * extractor.width), extractor.width, extractor.name) }
      : {}),
    pictures: greyPictures(kept.subarray(0, compared * size), resolution, shape.channels),
    shown: kept.slice(0, Math.min(of, SHOWN) * size),
    count: of,
  };
}

const wholeBatches = (pictures: number) => PICTURES_AT_ONCE * Math.floor(pictures / PICTURES_AT_ONCE);

/** Twice as many as a comparison can take, so that rounds have something to choose from. */
function useful({ reals, heldOut }: MeasuredSlices): number {
  const compared = heldOut ? 2 * Math.min(reals.length, heldOut.length) : reals.length;
  return Math.max(FEWEST_MEASURED, wholeBatches(Math.min(compared, MOST_UNASKED, MOST_MEASURED)));
}

/** The class of a seed, each as often as among the slices; undefined for networks that know none. */
function labelsAfter({ opened, reals }: MeasuredSlices, classes: readonly string[]) {
  if (classes.length === 0) return undefined;
  return (seed: number): number => {
    const index = reals[(seed - FIRST_SEED) % reals.length] as number;
    const label = classes.indexOf(opened.source.slices[index]?.className ?? '');
    // Opened weights may have learned other classes than the slices at hand have.
    return label >= 0 ? label : seed % classes.length;
  };
}
