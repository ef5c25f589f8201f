/**
 * Which convolutions a run will do, and how much work each of them is. Its iterations are traced for that and none is run,
 * so that the run's own networks serve: they stay as they are.
 */
import { traceStep } from '../gpu/recording/recordStep.ts';
import * as tf from '../gpu/tf.ts';
import { blockResolutions, featureMaps } from '../model/networkShape.ts';
import { type Asked, multiplyAddsOf } from '../ops/kernels/convVariants.ts';
import { convolutionsOf } from '../ops/tuneConvolutions.ts';
import type { StagePlan } from '../protocol/events.ts';
import { atResolution, type TrainConfig } from '../protocol/trainConfig.ts';
import type { Feed } from './feed.ts';
import { iterate } from './iteration.ts';
import { networkShape } from './networks.ts';
import { meanIterationMs, trialsOf } from './rehearsal.ts';
import { scheduleAt } from './schedule.ts';
import type { TrainState } from './trainState.ts';

/** A run before its first iteration. */
export interface PlannedRun {
  readonly config: TrainConfig;
  readonly stages: readonly StagePlan[];
  readonly state: TrainState;
  readonly feed: Feed;
}

export interface PlannedConvolution {
  /** Its key in tuning tables. */
  readonly key: string;
  readonly asked: Asked;
  /** Multiply-adds, in a whole stage. */
  readonly work: number;
}

/** The convolutions of one stage, fully faded in. Its batch is the feed's present one afterwards. */
export async function convolutionsOfStage(run: PlannedRun, stage: StagePlan): Promise<PlannedConvolution[]> {
  const { config, stages, state, feed } = run;
  const now = scheduleAt(config, stages, stage.endNimg - 1);
  const { batch, resolution } = now;
  await feed.prepare({ nimg: 0, step: 0, batch, resolution }, { heldOut: false });
  const clock = { moment: () => now, draw: () => 0 };
  const kinds = trialsOf(config).map(({ name, phases }) => ({
    name,
    heard: convolutionsOf(() =>
      traceStep(() => tf.dispose(Object.values(iterate(config, state, phases, now, clock, feed)))),
    ),
  }));
  const iterations = (stage.endNimg - stage.startNimg) / batch;
  const all = new Map(
    kinds.flatMap(({ heard }) => [...heard].map(([key, { asked }]): [string, Asked] => [key, asked])),
  );
  return [...all].map(([key, asked]) => {
    // Calls are weighed by how often each kind of iteration is due, just as times are.
    const calls = new Map(kinds.map(({ name, heard }) => [name, heard.get(key)?.calls ?? 0]));
    return { key, asked, work: iterations * meanIterationMs(calls, config) * multiplyAddsOf(asked) };
  });
}

const TAPS = 9;
/** Convolutions of one shape that one slice passes in an iteration with everything in it, gradients included, at most. */
const MOST_CALLS = 40;

/**
 * No convolution of the run comes to more multiply-adds: known without looking at it, and up to ten times too high. For
 * runs that are too short for anything to be worth while.
 */
export function mostWorkOfOne(config: TrainConfig, stages: readonly StagePlan[]): number {
  const shape = networkShape(config, 0);
  const largest = (resolution: number) =>
    Math.max(
      ...blockResolutions(resolution).map(
        (side) => side * side * featureMaps(shape, side) * featureMaps(shape, Math.max(1, side / 2)),
      ),
    );
  return stages.reduce((sum, { resolution, startNimg, endNimg }) => {
    const slices = Math.max(endNimg - startNimg, atResolution(config.batch, resolution));
    return sum + slices * MOST_CALLS * TAPS * largest(resolution);
  }, 0);
}
