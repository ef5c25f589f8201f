/**
 * Listens to which convolutions a program asks for, and finds the fastest variant of each on this adapter. It refuses to run
 * inside a recorded step, and to change the table in use.
 */
import { fastestOf } from '../gpu/autotune.ts';
import * as tf from '../gpu/tf.ts';
import { withTuning } from '../gpu/tuning.ts';
import { conv2dFilterFused } from './kernels/conv2dFilter.ts';
import {
  conv2dFused,
  conv2dInputFused,
  convDownInputFused,
  convUpFused,
  convUpInputFused,
} from './kernels/conv2dForward.ts';
import { inputOf } from './kernels/convShape.ts';
import { type Asked, candidatesOf, listenToConvolutions } from './kernels/convVariants.ts';
import { release } from './kernels/wgsl.ts';

/** A convolution that was asked for, and how often. */
export interface Heard {
  readonly asked: Asked;
  readonly calls: number;
}

/** Which convolutions are asked for while `program` runs (a training step, eagerly or traced), by their keys in tuning tables. */
export function convolutionsOf(program: () => void): ReadonlyMap<string, Heard> {
  const found = new Map<string, Heard>();
  const stop = listenToConvolutions((key, asked) => {
    found.set(key, { asked, calls: (found.get(key)?.calls ?? 0) + 1 });
  });
  try {
    program();
  } finally {
    stop();
  }
  return found;
}

/** The name of the fastest variant; the rules' in doubt. Takes a fraction of a second, mostly for compiling. */
export async function fastestVariant(key: string, asked: Asked): Promise<string> {
  const { run, dispose } = prepared(asked);
  try {
    return await fastestOf(candidatesOf(asked).map((name) => ({ name, run: () => withTuning({ [key]: name }, run) })));
  } finally {
    dispose();
  }
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
