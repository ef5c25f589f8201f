/** The smallest run that still has every part: two resolutions, a fade, one channel, made-up slices. */
import type { SliceSource } from '../../src/dataset/sliceSource.ts';
import { planStages } from '../../src/protocol/plan.ts';
import type { Recipe, TrainConfig } from '../../src/protocol/trainConfig.ts';
import { configOf } from '../../src/protocol/validate.ts';
import { uniforms } from '../../src/random/draws.ts';
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

/** Slices of random blobs at 8 px, of two classes, every fifth held out; reading halves them by 2x2 means. */
function madeUpSource(): SliceSource {
  const side = 8;
  const pictures = uniforms(1, STREAM_OF_PICTURES, 0, SLICES * side * side).map((u) => 2 * u - 1);
  const indices = Array.from({ length: SLICES }, (_, i) => i);
  return {
    slices: indices.map((i) => ({
      name: `${i}.png`,
      subject: `s${i}`,
      className: CLASSES[i % 2] as string,
      split: '',
    })),
    resolution: side,
    channels: 1,
    classes: CLASSES,
    labels: Uint16Array.from(indices, (i) => i % 2),
    trainingIndices: indices.filter((i) => !isHeldOut(i)),
    heldOutIndices: indices.filter(isHeldOut),
    async read(wanted, resolution, target) {
      const step = side / resolution;
      for (let n = 0; n < wanted.length; n++)
        for (let y = 0; y < resolution; y++)
          for (let x = 0; x < resolution; x++) {
            let sum = 0;
            for (let dy = 0; dy < step; dy++)
              for (let dx = 0; dx < step; dx++)
                sum += pictures[((wanted[n] as number) * side + y * step + dy) * side + x * step + dx] as number;
            target[(n * resolution + y) * resolution + x] = sum / (step * step);
          }
    },
    async close() {},
  };
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
    clock: () => 1000 * seconds++,
  };
}
