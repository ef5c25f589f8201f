/**
 * The estimate before a run: seconds by resolution and bytes on the GPU, from a few steps of throw-away networks. It takes
 * about 20 seconds at most, the largest resolutions first, and says what it did not get to.
 */
import type { SliceSource } from '../dataset/sliceSource.ts';
import { mostInletBytes } from '../gpu/inlet.ts';
import { fitsInMemory } from '../gpu/memoryTrial.ts';
import { channelsOf } from '../protocol/dataset.ts';
import type { MemoryEstimate, RunEstimate, StageEstimate } from '../protocol/estimate.ts';
import type { StagePlan } from '../protocol/events.ts';
import { planStages } from '../protocol/plan.ts';
import { atResolution, type TrainConfig } from '../protocol/trainConfig.ts';
import { MOST_PIXEL_BYTES, pixelPlacement } from '../training/data/placement.ts';
import { networkBytes, parameterCounts } from '../training/memory.ts';
import { meanIterationMs, type Trial, trialsOf } from '../training/rehearsal.ts';
import { scheduleAt } from '../training/schedule.ts';
import { type Calibration, createCalibration } from './calibration.ts';
import type { Engine } from './engine.ts';
import { macrotask } from './jobs.ts';

/** What the estimate needs to know of the data set. */
export interface EstimatedData {
  readonly slicesPerEpoch: number;
  readonly classes: readonly string[];
  /** Bytes of it on the GPU, with batches of at most so many slices. */
  readonly bytes: (batch: number) => number;
}

/** What is known of `source`, as settings would have it. */
export function estimatedData(source: SliceSource, config: TrainConfig): EstimatedData {
  const { trainingIndices, heldOutIndices, classes } = source;
  const [training, heldOut] = [trainingIndices.length, heldOutIndices.length];
  const slices = { training, heldOut, side: config.resolution, channels: channelsOf(config) };
  return {
    slicesPerEpoch: training,
    classes,
    bytes: (batch) => pixelPlacement({ ...slices, batch }, MOST_PIXEL_BYTES, mostInletBytes()).bytes,
  };
}

export interface EstimateParts {
  readonly engine: Pick<Engine, 'steps' | 'submitted' | 'releaseBuffers'>;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Broken off at the next step. */
  readonly signal: AbortSignal;
}

/** Nobody waits longer for an answer that is only about right. */
const LONGEST_MS = 20_000;

/** undefined when it was broken off. Everything that it made on the GPU is gone afterwards. */
export async function estimateRun(
  config: TrainConfig,
  data: EstimatedData,
  { engine, clock, signal }: EstimateParts,
): Promise<RunEstimate | undefined> {
  const until = clock() + LONGEST_MS;
  const stages = planStages(config, data.slicesPerEpoch);
  const mostSlices = Math.max(...stages.map(({ resolution }) => atResolution(config.batch, resolution)));
  const networks = networkBytes(parameterCounts(config, data.classes.length));
  const slices = data.bytes(mostSlices);
  const found: Found = { speeds: new Map(), step: undefined };
  let outOfMemoryAt: number | undefined;
  let calibration: Calibration | undefined;
  const mayGoOn = () => !signal.aborted && clock() < until;
  try {
    for (const stage of stages.toReversed()) {
      await macrotask();
      if (!mayGoOn()) break;
      const fits = await fitsInMemory(async () => {
        calibration ??= createCalibration(config, data.classes, mostSlices, engine, clock);
        await measureStage(calibration, config, stages, stage, found, mayGoOn);
      });
      if (!fits) outOfMemoryAt = stage.resolution;
      if (!fits) break;
    }
  } finally {
    calibration?.dispose();
    engine.releaseBuffers();
  }
  if (signal.aborted) return undefined;
  const memory: MemoryEstimate = { networks, step: found.step, slices };
  if (outOfMemoryAt !== undefined) return { stages: [], memory, outOfMemoryAt };
  return { stages: stages.map((stage) => estimateOf(config, stage, found)), memory };
}

/** What was measured so far. */
interface Found {
  /** Milliseconds a step, by resolution. */
  readonly speeds: Map<number, number>;
  /** Bytes that live within a step, at most. */
  step: number | undefined;
}

/** Times each kind of step in the stage's last moment, as long as there is time; the first kind in any case. */
async function measureStage(
  calibration: Calibration,
  config: TrainConfig,
  stages: readonly StagePlan[],
  stage: StagePlan,
  found: Found,
  mayGoOn: () => boolean,
): Promise<void> {
  const now = scheduleAt(config, stages, stage.endNimg - 1);
  const times = new Map<Trial['name'], number>();
  for (const trial of trialsOf(config)) {
    if (times.size > 0 && !mayGoOn()) break;
    times.set(trial.name, await calibration.timeOf(trial, now));
    await macrotask();
  }
  const bytes = calibration.stepBytes();
  if (bytes !== undefined) found.step = Math.max(found.step ?? 0, bytes);
  found.speeds.set(stage.resolution, meanIterationMs(times, config));
}

/** A stage that was not measured counts as its neighbour above, slice for slice: an upper bound. */
function estimateOf(
  config: TrainConfig,
  { resolution, startNimg, endNimg }: StagePlan,
  { speeds }: Found,
): StageEstimate {
  const from = [...speeds.keys()].filter((side) => side >= resolution).sort((a, b) => a - b)[0];
  if (from === undefined) throw new Error(`Nothing at ${resolution} px or above was measured.`);
  const nimg = endNimg - startNimg;
  // Milliseconds a slice are seconds a thousand slices.
  const secondsPerKimg = (speeds.get(from) as number) / atResolution(config.batch, from);
  return {
    resolution,
    nimg,
    batch: atResolution(config.batch, resolution),
    secondsPerKimg,
    measured: from === resolution,
  };
}
