/** The smallest run that still has every part: two resolutions, a fade, one channel, made-up slices. */
import { memoryStore } from '../../src/dataset/memoryStore.ts';
import type { SliceSource } from '../../src/dataset/sliceSource.ts';
import { storedSource } from '../../src/dataset/storedSource.ts';
import { planStages } from '../../src/protocol/plan.ts';
import type { Recipe, TrainConfig } from '../../src/protocol/trainConfig.ts';
import { configOf } from '../../src/protocol/validate.ts';
import { bits } from '../../src/random/draws.ts';
import { eagerSteps } from '../../src/training/eagerSteps.ts';
import { createFeed } from '../../src/training/feed.ts';
import type { Run } from '../../src/training/loop.ts';
import { createTrainState } from '../../src/training/trainState.ts';

/** Twenty to train on. */
const SLICES = 25;
const HELD_OUT_EVERY = 5;
const CLASSES = ['AD', 'NC'];
const isHeldOut = (index: number) => index % HELD_OUT_EVERY === 0;
const STREAM_OF_PICTURES = 999;

/** A config of the preset `tiny` with four feature maps and two steps a stage, changed by `recipe`. */
export function tinyConfig(recipe: Recipe = {}): TrainConfig {
  return configOf({
    preset: 'tiny',
    zDim: 4,
    wDim: 4,
    channelMax: 4,
    batch: 4,
    mbstdGroup: 2,
    kimgPerResolution: 0.016,
    tickKimg: 0.008,
    ...recipe,
  });
}

/** Slices of random pixels at 8 px, of two classes, every fifth held out. */
function madeUpSource(): SliceSource {
  const side = 8;
  const area = side * side;
  const pixels = Uint8Array.from(bits(1, STREAM_OF_PICTURES, 0, SLICES * area), (word) => word >>> 24);
  const store = memoryStore(area);
  const indices = Array.from({ length: SLICES }, (_, i) => i);
  for (const i of indices) store.append(pixels.subarray(i * area, (i + 1) * area));
  const slices = indices.map((i) => ({
    name: `${i}.png`,
    subject: `s${i}`,
    className: CLASSES[i % 2] as string,
    split: '',
  }));
  const heldOut = indices.filter(isHeldOut);
  return storedSource(
    { store, slots: Uint32Array.from(indices), slices, resolution: side, channels: 1 },
    { training: indices.filter((i) => !isHeldOut(i)), heldOut, heldOutSubjects: heldOut.length },
  );
}

/** A run over the made-up slices whose clock moves one second a call. Caller disposes run.state. */
export function tinyRun(recipe: Recipe = {}): Run {
  const config = tinyConfig(recipe);
  const feed = createFeed(madeUpSource(), config.seed);
  let seconds = 0;
  return {
    config: () => config,
    stages: planStages(config, feed.slicesPerEpoch),
    state: createTrainState(config, feed.classes.length),
    feed,
    submitted: async () => undefined,
    releaseBuffers: () => undefined,
    steps: eagerSteps,
    clock: () => 1000 * seconds++,
  };
}
