/**
 * Throw-away networks of a run's real shapes that train on made-up slices, to see how long steps take and what memory they
 * need. It refuses to touch a run's own networks and data.
 */
import { memoryStore } from '../dataset/memoryStore.ts';
import type { SliceSource } from '../dataset/sliceSource.ts';
import { storedSource } from '../dataset/storedSource.ts';
import * as tf from '../gpu/tf.ts';
import { channelsOf } from '../protocol/dataset.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { createFeed } from '../training/feed.ts';
import { iterate } from '../training/iteration.ts';
import type { Trial } from '../training/rehearsal.ts';
import type { Moment } from '../training/schedule.ts';
import { createStatRing } from '../training/stats.ts';
import { createTrainState, disposeTrainState } from '../training/trainState.ts';
import type { Engine } from './engine.ts';

export interface Calibration {
  /** Milliseconds of an iteration of that kind at that moment, after one that does not count. */
  timeOf(trial: Trial, now: Moment): Promise<number>;
  /** Bytes that live within a step, of what was timed since the last call; undefined where steps are not recorded. */
  stepBytes(): number | undefined;
  dispose(): void;
}

/** Long enough to even out single steps, short enough for many kinds of step. */
const ENOUGH_MS = 300;
const MOST_REPEATS = 10;

/** classes: names in the data set. mostSlices: the largest batch. Caller disposes. */
export function createCalibration(
  config: TrainConfig,
  classes: readonly string[],
  mostSlices: number,
  { steps, submitted }: Pick<Engine, 'steps' | 'submitted'>,
  clock: () => number,
): Calibration {
  const feed = createFeed(madeUpSource(config, classes, mostSlices), config.seed);
  const state = createTrainState(config, classes.length);
  const ring = createStatRing(state);

  async function run({ name, phases }: Trial, now: Moment): Promise<void> {
    await feed.prepare({ nimg: 0, step: 0, batch: now.batch, resolution: now.resolution }, { heldOut: false });
    await steps.run(`calibration, ${now.resolution} px, ${name}`, () => {
      const reports = iterate(config, state, phases, now, { moment: () => now, draw: () => 0 }, feed);
      ring.write(reports);
      tf.dispose(Object.values(reports));
    });
  }

  /** Mean milliseconds of `count` iterations, all of them done by the GPU. */
  async function timed(count: number, trial: Trial, now: Moment): Promise<number> {
    const began = clock();
    for (let i = 0; i < count; i++) await run(trial, now);
    await submitted();
    return (clock() - began) / count;
  }

  return {
    async timeOf(trial, now) {
      await timed(1, trial, now);
      const once = await timed(1, trial, now);
      const repeats = Math.min(MOST_REPEATS, Math.floor(ENOUGH_MS / Math.max(1, once)));
      return repeats > 1 ? timed(repeats, trial, now) : once;
    },
    stepBytes() {
      const facts = [...steps.facts().values()];
      steps.forget();
      if (facts.length === 0) return undefined;
      const constants = facts.reduce((sum, { constantBytes }) => sum + constantBytes, 0);
      // All kinds of step share their temporaries.
      return Math.max(...facts.map(({ temporaryBytes }) => temporaryBytes)) + constants;
    },
    dispose() {
      steps.forget();
      ring.dispose();
      feed.release();
      disposeTrainState(state);
    },
  };
}

/** Odd, so that neighbours differ and every value comes. */
const PIXEL_STRIDE = 97;

/** As many slices as the largest batch, of all classes in turn; any pixels that differ will do. */
function madeUpSource(config: TrainConfig, classes: readonly string[], count: number): SliceSource {
  const { resolution } = config;
  const channels = channelsOf(config);
  const store = memoryStore(resolution * resolution * channels);
  const indices = Array.from({ length: count }, (_, i) => i);
  const pixels = Uint8Array.from({ length: store.squareBytes }, (_, at) => at * PIXEL_STRIDE);
  for (const _ of indices) store.append(pixels);
  const slices = indices.map((i) => ({
    name: `${i}`,
    subject: `${i}`,
    className: classes[i % classes.length] ?? '',
    split: '',
  }));
  return storedSource(
    { store, slots: Uint32Array.from(indices), slices, resolution, channels },
    { training: indices, heldOut: [], heldOutSubjects: 0 },
  );
}
