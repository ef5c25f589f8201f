/**
 * How long the second worker takes for what a person waits for, or training shares the processor with: maps of 2,000 pictures
 * and one measurement's arithmetic. Nothing else runs meanwhile. It refuses to judge the pictures, which are phantoms.
 */
import { phantomSlice } from '../src/dataset/phantom.ts';
import { featuresOf } from '../src/evaluation/features.ts';
import { greyImages } from '../src/evaluation/greyImages.ts';
import { standardised } from '../src/evaluation/standardised.ts';
import { CONSTANT_SIDE } from '../src/model/networkShape.ts';
import { MOST_EMBEDDED } from '../src/protocol/comparison.ts';
import type { TrainConfig } from '../src/protocol/trainConfig.ts';
import { normals } from '../src/random/draws.ts';
import { createReckoner } from '../src/reckoning/port.ts';
import { pictureFeatures } from '../src/worker/compareFeatures.ts';
import type { StudioRow } from './studioTimes.ts';

/** As a scheduled measurement has them at most, see measuredFakes.ts and measuredReals.ts. */
const FAKES = 512;
const PICTURES = 256;
const HELD_OUT = 256;
/** A subject of several slices, as in OASIS. */
const SLICES_A_SUBJECT = 8;
const SEED = 1;
/** Streams and phantoms of the bench alone. */
const CRITIC_STREAM = 992;
const FIRST_PHANTOMS = 1;
const SECOND_PHANTOMS = 2;

/** On tfjs's backend of the hour, which makes the features. */
export async function reckoningRows(config: TrainConfig, progress: (text: string) => void): Promise<StudioRow[]> {
  const { resolution, channelBase, channelMax } = config;
  progress(`Drawing ${2 * MOST_EMBEDDED} phantoms of ${resolution} px`);
  const size = resolution ** 2;
  const drawn = (seed: number) => {
    const pixels = new Uint8Array(MOST_EMBEDDED * size);
    for (let i = 0; i < MOST_EMBEDDED; i++) pixels.set(phantomSlice(i, seed, resolution), i * size);
    return pixels;
  };
  const [pixels, others] = [drawn(FIRST_PHANTOMS), drawn(SECOND_PHANTOMS)];
  const extractor = pictureFeatures(resolution, 1);
  const [reals, fakes] = [await extractor.of(pixels), await extractor.of(others)];
  extractor.dispose();
  const [first, second] = standardised([reals, fakes]) as [typeof reals, typeof fakes];

  const worker = new Worker(new URL('../src/reckoning/main.ts', import.meta.url), {
    type: 'module',
    name: 'reckoning',
  });
  const reckoner = createReckoner(() => worker);
  const rows: StudioRow[] = [];
  const timed = async (what: string, how: string, work: () => Promise<unknown>) => {
    progress(what);
    const began = performance.now();
    await work();
    rows.push({ what, how, times: 1, wholeMs: performance.now() - began });
  };
  const set = `${MOST_EMBEDDED} + ${MOST_EMBEDDED} pictures, ${first.width} features`;
  for (const [name, method] of [
    ['UMAP', 'umap'],
    ['t-SNE', 'tsne'],
  ] as const)
    await timed(name, set, () => reckoner.reckon('embedding', { first, second, method, seed: SEED }));

  const groups = Uint32Array.from({ length: MOST_EMBEDDED }, (_, i) => Math.floor(i / SLICES_A_SUBJECT));
  const some = (values: Float32Array, from: number, count: number) =>
    featuresOf(values.slice(from * reals.width, (from + count) * reals.width), reals.width, reals.extractor);
  const grey = (bytes: Uint8Array, from: number, count: number) =>
    greyImages(bytes.slice(from * size, (from + count) * size), resolution);
  const width = CONSTANT_SIDE ** 2 * Math.min(channelMax, Math.floor(channelBase / CONSTANT_SIDE));
  const critic = (step: number) => featuresOf(normals(SEED, CRITIC_STREAM, step, PICTURES * width), width, 'a critic');
  await timed(
    "A measurement's arithmetic",
    `${FAKES} pictures beside ${MOST_EMBEDDED} slices and ${HELD_OUT} held out, ${resolution} px, floors included`,
    () =>
      reckoner.reckon('metrics', {
        features: { reals, fakes: some(fakes.values, 0, FAKES), heldOut: some(fakes.values, FAKES, HELD_OUT), groups },
        pictures: {
          reals: grey(pixels, 0, 2 * PICTURES),
          fakes: grey(others, 0, PICTURES),
          heldOut: grey(others, FAKES, HELD_OUT),
          groups: groups.slice(0, 2 * PICTURES),
        },
        critic: { fakes: critic(0), reals: critic(1) },
        seed: SEED,
      }),
  );
  worker.terminate();
  return rows;
}
