/**
 * Finds the fastest variant of each convolution that a program runs, on this adapter, for a table that can be kept. It
 * refuses to run inside a recorded step, and to change the table in use.
 */
import { fastestOf } from '../gpu/autotune.ts';
import * as tf from '../gpu/tf.ts';
import { type TuningTable, withTuning } from '../gpu/tuning.ts';
import { conv2dFilterFused } from './kernels/conv2dFilter.ts';
import {
  conv2dFused,
  conv2dInputFused,
  convDownInputFused,
  convUpFused,
  convUpInputFused,
} from './kernels/conv2dForward.ts';
import { inputOf } from './kernels/convShape.ts';
import { type Asked, listenToConvolutions, variantsOf } from './kernels/convVariants.ts';
import { release } from './kernels/wgsl.ts';

/** Convolutions by their keys in tuning tables. */
export type Convolutions = ReadonlyMap<string, Asked>;

/** Which convolutions are asked for while `program` runs (a training step, eagerly). One at a time. */
export async function convolutionsOf(program: () => void | Promise<void>): Promise<Convolutions> {
  const found = new Map<string, Asked>();
  const stop = listenToConvolutions((key, asked) => found.set(key, asked));
  try {
    await program();
  } finally {
    stop();
  }
  return found;
}

/**
 * `known`, and what it does not name yet; the most work first. Ends early, between two convolutions, when isEnough says so:
 * the rest stays with the rules. Takes a fraction of a second a convolution, mostly for compiling.
 */
export async function tuneConvolutions(
  convolutions: Convolutions,
  known: TuningTable = {},
  isEnough: (done: number, of: number) => boolean = () => false,
): Promise<TuningTable> {
  const table: Record<string, string> = { ...known };
  const unknown = [...convolutions]
    .filter(([key, asked]) => !(key in known) && variantsOf(asked).length > 1)
    .sort(([, one], [, other]) => workOf(other) - workOf(one));
  for (const [done, [key, asked]] of unknown.entries()) {
    if (isEnough(done, unknown.length)) break;
    const { run, dispose } = prepared(asked);
    const candidates = variantsOf(asked).map((name) => ({
      name,
      run: () => withTuning({ [key]: name }, run),
    }));
    try {
      table[key] = await fastestOf(candidates);
    } finally {
      dispose();
    }
  }
  return table;
}

function workOf({ task: { count, height, width, from, to } }: Asked): number {
  return count * height * width * from * to;
}

/** The convolution over numbers that don't matter. */
function prepared({ pass, task }: Asked): { readonly run: () => void; readonly dispose: () => void } {
  const { count, height, width, from, to } = task;
  const small = [count, height, width];
  const made: tf.Tensor[] = [];
  const filled = (shape: number[]) => {
    const tensor = tf.fill(shape, 1);
    made.push(tensor);
    return tensor;
  };
  const dispose = () => tf.dispose(made);
  const KERNEL = 3;
  if (pass === 'up') {
    const { isAdjoint } = task.fusions;
    const [x, filter] = [filled([...small, from]), filled([KERNEL, KERNEL, ...(isAdjoint ? [to, from] : [from, to])])];
    return { run: () => release((isAdjoint ? convDownInputFused : convUpFused)(x, filter, 1)), dispose };
  }
  const { kernel, stride } = task;
  const read = inputOf(task);
  const x = filled([count, read.height, read.width, from]);
  if (pass === 'filter') {
    const dy = filled([...small, to]);
    const { isExchanged } = task;
    return { run: () => release(conv2dFilterFused(x, dy, kernel, 1, stride, { isExchanged })), dispose };
  }
  if (task.fusions.isAdjoint) {
    const filter = filled([kernel, kernel, to, from]);
    return { run: () => release((stride === 1 ? conv2dInputFused : convUpInputFused)(x, filter, 1)), dispose };
  }
  const filter = filled([kernel, kernel, from, to]);
  return { run: () => release(conv2dFused(x, filter, 1, stride)), dispose };
}
