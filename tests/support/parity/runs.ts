/**
 * Fifty steps of training beside PyTorch's, from the same weights, latents, noise and slices: the real loop, a tick a step,
 * on the active backend. tests/golden/parity.py has the other side.
 */
import { atThisMoment } from '../../../src/gpu/live.ts';
import * as tf from '../../../src/gpu/tf.ts';
import { generator } from '../../../src/model/generator.ts';
import { oneHot } from '../../../src/model/labels.ts';
import { noisePlanes } from '../../../src/ops/styledActivation.ts';
import { planStages } from '../../../src/protocol/plan.ts';
import type { TrainConfig } from '../../../src/protocol/trainConfig.ts';
import { latentOfSeed } from '../../../src/random/draws.ts';
import { constantNoise } from '../../../src/sampling/constantNoise.ts';
import { eagerSteps } from '../../../src/training/eagerSteps.ts';
import type { Feed } from '../../../src/training/feed.ts';
import { type Run, train } from '../../../src/training/loop.ts';
import { createTrainState, disposeTrainState, type TrainState } from '../../../src/training/trainState.ts';
import expected from '../../golden/expected/runs.json' with { type: 'json' };
import {
  classesOfSlices,
  configOfCase,
  drawnClasses,
  labelRows,
  madeUpSlices,
  moveConstants,
  RUN_CASES,
} from './cases.ts';
import { type Difference, differences, type Expected } from './expected.ts';

const STEPS = 50;
const IMAGES_PER_KIMG = 1000;
const SHOWN_SEEDS = [0, 1, 2, 3];
/** So many that no epoch ends. */
const SLICES = 100_000;

/** How far PyTorch goes from itself when its first weights are moved by 1e-6, by the names of the tensors. */
export interface RunDifference extends Difference {
  readonly drift: number;
}

export const RUNS: readonly { readonly name: string; readonly rate: number }[] = Object.entries(RUN_CASES).flatMap(
  ([name, { rates }]) => rates.map((rate) => ({ name, rate })),
);

/**
 * Each path's values over the steps as one tensor, and the averaged generator's pictures after them. `submitted` as Run's.
 */
export async function runDifferences(
  name: string,
  rate: number,
  submitted: Run['submitted'] = async () => undefined,
): Promise<readonly RunDifference[]> {
  const chosen = RUN_CASES[name];
  const theirs = (expected as Readonly<Record<string, Expected & { drift: Readonly<Record<string, number>> }>>)[
    `${name} at ${rate}`
  ];
  if (!chosen || !theirs) throw new Error(`No run is called ${name} at ${rate}.`);
  const plain = configOfCase(chosen, { gLr: rate, dLr: rate });
  const config = { ...plain, tickKimg: (plain.batch as number) / IMAGES_PER_KIMG };
  const state = createTrainState(config, chosen.classes);
  moveConstants(state);
  const curves = await trained(config, state, ruledFeed(config, chosen.classes), submitted);
  const ours = new Map<string, tf.Tensor>([
    ...[...curves].map(([path, values]): [string, tf.Tensor] => [path, tf.tensor1d(values)]),
    ...shown(config, state).map((picture, scale): [string, tf.Tensor] => [`pictures ${scale}`, picture]),
  ]);
  const found = await differences(theirs, ours);
  tf.dispose([...ours.values()]);
  disposeTrainState(state);
  return found.map(({ what, error }) => ({ what, error, drift: theirs.drift[what] ?? 0 }));
}

/** The values of each path in the steps that report it. */
async function trained(
  config: TrainConfig,
  state: TrainState,
  feed: Feed,
  submitted: Run['submitted'],
): Promise<ReadonlyMap<string, number[]>> {
  const curves = new Map<string, number[]>();
  const run: Run = {
    config: () => config,
    stages: planStages(config, feed.slicesPerEpoch),
    state,
    feed,
    submitted,
    releaseBuffers: () => undefined,
    steps: eagerSteps,
    clock: () => 0,
  };
  for await (const event of train(run)) {
    if (event.type !== 'tick') continue;
    for (const [path, value] of Object.entries(event.record.stats))
      if (COMPARED.test(path)) curves.set(path, [...(curves.get(path) ?? []), value]);
    if (state.step === STEPS) break;
  }
  return curves;
}

/** Losses, scores and penalties; signs and timings are not PyTorch's. */
const COMPARED = /^Loss\/(?!signs)/;

/** Slices and classes by the rule that both sides know. They are made in JavaScript, so no step of theirs can be recorded. */
function ruledFeed({ seed, channels }: TrainConfig, classes: number): Feed {
  const refused = () => {
    throw new Error('No slice is held out in these runs.');
  };
  let first = 0;
  return {
    slicesPerEpoch: SLICES,
    channels,
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
    heldOutCount: 0,
    placement: () => ({ where: 'streamed', bytes: 0 }),
    prepare: async ({ nimg }) => {
      first = nimg;
    },
    pictures: (batch, resolution) => madeUpSlices(channels, first, batch, resolution),
    labels: (batch) => oneHot(classesOfSlices(first, batch, classes), classes),
    drawnLabels: (stream, step, count) =>
      oneHot(drawnClasses(seed, stream, atThisMoment(step), count, classes), classes),
    heldOutPictures: refused,
    heldOutLabels: refused,
    release: () => undefined,
  };
}

/** GEma's pictures of the first seeds with constant noise. Caller disposes. */
function shown({ seed, zDim, resolution }: TrainConfig, { GEma, shape }: TrainState): tf.Tensor[] {
  return tf.tidy(() => {
    const z = tf.stack(SHOWN_SEEDS.map((one) => tf.tensor1d(latentOfSeed(one, zDim)))) as tf.Tensor2D;
    const rows = labelRows(classesOfSlices(0, SHOWN_SEEDS.length, shape.classes), shape.classes);
    const noise = (layer: number, side: number) =>
      noisePlanes(tf.tensor4d(constantNoise(seed, layer, side), [1, side, side, 1]));
    return [...generator(GEma, shape, z, { resolution, noise }, rows ? { labels: { oneHot: rows } } : {}).pictures];
  });
}
