/** Which real slices pictures are measured against, or a sentence that says why they cannot be. It reads no pixels. */
import { NO_CLASS } from '../dataset/labels.ts';
import type { OpenedDataset } from '../dataset/openDataset.ts';
import type { SliceSource } from '../dataset/sliceSource.ts';
import { FailureError } from '../protocol/failure.ts';
import { permutation } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import type { Drawable } from './drawable.ts';
import type { TrainingRun } from './trainingRun.ts';

export interface MeasuredSlices {
  readonly opened: OpenedDataset;
  /** Training slices in random order, so that the first of them stand for all. */
  readonly reals: readonly number[];
  /** The subject of each of `reals`; missing where the floor's halves are split slice by slice. */
  readonly groups?: Uint32Array;
  /** Slices never trained on, in random order; missing where they are too few. */
  readonly heldOut?: readonly number[];
}

/** Two halves of a thousand: more would change the numbers less than their intervals. */
const MOST_REALS = 2000;
const MOST_HELD_OUT = 1000;
/** Neighbourhoods need six pictures of each half. */
const FEWEST_REALS = 16;
/** Fewer give floors that are mostly chance: halves of the training slices are more. */
const FEWEST_HELD_OUT = 64;
/** Of fewer subjects the halves are too unlike, and may be as unequal as one head and seven. */
const FEWEST_SUBJECTS = 8;
/** Numbers of one data set compare: the order is always the same. */
const ORDER_SEED = 0;
/** Steps of that stream: besideFloor.ts takes those from 0 on. */
const REALS_STEP = 2 ** 20;
const HELD_OUT_STEP = REALS_STEP + 1;

/**
 * Of the data set that `run` learns from, or, for opened weights, of the one that is open. Throws FailureError 'no-data',
 * 'other-data' or 'too-few-slices'.
 */
export function measuredSlices(
  present: OpenedDataset | undefined,
  run: TrainingRun | undefined,
  { painter, from }: Drawable,
): MeasuredSlices {
  if (run && present?.loaded.store !== run.opened.loaded.store)
    throw new FailureError(
      'no-data',
      'The slices that this run learned from are not open any more, so there is nothing to measure its pictures against: resume the run in Runs, then measure again.',
    );
  const opened = run?.opened ?? present;
  if (!opened)
    throw new FailureError(
      'no-data',
      'Pictures are measured against real slices, and none are open: drop the zip that these weights were trained on.',
    );
  const { resolution, channels } = opened.source;
  if (painter.resolution > resolution || painter.shape.channels !== channels)
    throw new FailureError(
      'other-data',
      `${from.file ?? 'The run'} draws ${colour(painter.shape.channels)} pictures of ${painter.resolution} px, and the open slices are ${colour(channels)} ones of ${resolution} px: open them with the settings of these networks.`,
    );
  return chosenSlices(opened);
}

function chosenSlices(opened: OpenedDataset): MeasuredSlices {
  const { source } = opened;
  const { trainingIndices, slices } = source;
  if (trainingIndices.length < FEWEST_REALS)
    throw new FailureError(
      'too-few-slices',
      `Measuring needs at least ${FEWEST_REALS} training slices, and there are ${trainingIndices.length}: use more slices.`,
    );
  const reals = mixed(trainingIndices, REALS_STEP, MOST_REALS);
  const unseen = ofTrainedClasses(source);
  const names = reals.map((index) => slices[index]?.subject ?? '');
  const numbers = new Map([...new Set(names)].map((name, i) => [name, i]));
  return {
    opened,
    reals,
    ...(numbers.size >= FEWEST_SUBJECTS ? { groups: Uint32Array.from(names, (name) => numbers.get(name) ?? 0) } : {}),
    ...(unseen.length >= FEWEST_HELD_OUT ? { heldOut: mixed(unseen, HELD_OUT_STEP, MOST_HELD_OUT) } : {}),
  };
}

/** Held-out slices of the classes that are trained on, or all where there are none. */
function ofTrainedClasses({ heldOutIndices, classes, labels }: SliceSource): readonly number[] {
  return heldOutIndices.filter((index) => classes.length === 0 || labels[index] !== NO_CLASS);
}

function mixed(indices: readonly number[], step: number, most: number): readonly number[] {
  const order = permutation(ORDER_SEED, STREAM.metricSplit, step, indices.length);
  return Array.from(order.subarray(0, most), (place) => indices[place] as number);
}

const colour = (channels: number) => (channels === 1 ? 'grey' : 'RGB');
