/**
 * One measurement as far as its numbers: frozen networks, reals, pictures and their features, gathered in bounded steps that
 * take turns with training. It touches nothing of a run, and the arithmetic is the reckoner's.
 */
import { type Extractor, extractFeatures } from '../evaluation/extractor.ts';
import { featuresOf } from '../evaluation/features.ts';
import { architectureOf } from '../model/architectures.ts';
import { disposeParams, type ParamStore } from '../model/paramStore.ts';
import { FEWEST_MEASURED } from '../protocol/judging.ts';
import type { MetricsInput } from '../reckoning/tasks/metrics.ts';
import { PICTURES_AT_ONCE } from '../sampling/paintStyles.ts';
import { criticExtractor } from './criticExtractor.ts';
import type { Drawable } from './drawable.ts';
import { copyOfParams, frozenCopy } from './frozenCopy.ts';
import { drawFakes, type FakeSide, type HowMany } from './measuredFakes.ts';
import { isSideOf, type RealSide, readReals } from './measuredReals.ts';
import type { MeasuredSlices } from './measuredSlices.ts';

/** Batches that are drawn at least: a first guess of what is left. */
const FEWEST_BATCHES = FEWEST_MEASURED / PICTURES_AT_ONCE;

export interface Measured {
  readonly drawable: Drawable;
  /** The critic beside it; missing for opened weights. Read at once, and left alone after. */
  readonly critic?: ParamStore;
  readonly slices: MeasuredSlices;
  readonly howMany: HowMany;
  /** Reals of an earlier measurement: used where they are the same. */
  readonly before: RealSide | undefined;
  /** For pictures of this size; undefined where there is none. The measurement disposes of it. */
  readonly makeExtractor: () => Extractor | undefined;
  readonly clock: () => number;
}

export interface Gathered {
  readonly input: Omit<MetricsInput, 'before' | 'seed'>;
  readonly reals: RealSide;
  /** Pictures drawn. */
  readonly drawn: number;
}

/** Yields about how many steps are left. All tensors are gone when it returns, throws, or is returned early. */
export async function* gather(measured: Measured): AsyncGenerator<number, Gathered, void> {
  const { drawable, slices, howMany, before, makeExtractor, clock } = measured;
  const { shape, resolution } = drawable.painter;
  const copies: ParamStore[] = [];
  let extractor: Extractor | undefined;
  try {
    const frozen = await frozenCopy(drawable);
    copies.push(frozen.painter.params);
    const critic = measured.critic && (await copyOfParams(measured.critic, architectureOf(shape).criticSpecs(shape)));
    if (critic) copies.push(critic);
    extractor = makeExtractor();
    const isKept = before && isSideOf(before, slices, resolution, extractor);
    yield FEWEST_BATCHES;
    const reals = isKept ? before : yield* readReals(slices, resolution, extractor);
    const fakes = yield* drawFakes(frozen, slices, extractor, howMany, clock);
    const seen = critic && (yield* throughCritic(criticExtractor(critic, frozen.painter), reals.shown, fakes.shown));
    return { input: inputOf(reals, fakes, seen), reals, drawn: fakes.count };
  } finally {
    for (const copy of copies) disposeParams(copy);
    extractor?.dispose();
  }
}

type Seen = NonNullable<MetricsInput['critic']>;

function inputOf(reals: RealSide, fakes: FakeSide, critic: Seen | undefined): Gathered['input'] {
  const { groups } = reals.slices;
  const features = reals.features && fakes.features && { ...reals.features, fakes: fakes.features };
  const pictures = { ...reals.pictures, fakes: fakes.pictures };
  return {
    ...(features ? { features: { ...features, ...(groups ? { groups } : {}) } } : {}),
    pictures: { ...pictures, ...(groups ? { groups: groups.slice(0, reals.pictures.reals.count) } : {}) },
    ...(critic ? { critic } : {}),
  };
}

/** The critic's features of as many reals as fakes, a few at a time. */
async function* throughCritic(
  critic: Extractor,
  reals: Uint8Array,
  fakes: Uint8Array,
): AsyncGenerator<number, Seen, void> {
  const { side, channels, width, name } = critic;
  const size = side * side * channels;
  const count = Math.min(reals.length, fakes.length) / size;
  const ofReals = new Float32Array(count * width);
  const ofFakes = new Float32Array(count * width);
  for (let start = 0; start < count; start += PICTURES_AT_ONCE) {
    const end = Math.min(count, start + PICTURES_AT_ONCE);
    const seen = async (pictures: Uint8Array) =>
      (await extractFeatures(critic, pictures.subarray(start * size, end * size))).values;
    ofReals.set(await seen(reals), start * width);
    ofFakes.set(await seen(fakes), start * width);
    yield Math.ceil((count - end) / PICTURES_AT_ONCE);
  }
  return { reals: featuresOf(ofReals, width, name), fakes: featuresOf(ofFakes, width, name) };
}
