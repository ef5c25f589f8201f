/**
 * Standard normals as a pure function of (seed, stream, step, element), the numbers of random/draws.ts. No gradient. It
 * refuses to keep a state.
 */
import { atThisMoment, type Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { normals } from '../random/draws.ts';
import { randomNormalFused, randomNormalPartsFused } from './kernels/randomNormal.ts';
import { runsFused } from './mode.ts';

export interface Draw {
  /** Integers in 0..2^32-1. */
  readonly seed: number;
  readonly stream: number;
  /** An integer in 0..2^53-1. */
  readonly step: Live;
}

/** [shape] standard normals. Caller disposes. Made on the GPU when fused (within 2e-6), else uploaded from random. */
export function randomNormal<R extends tf.Rank>(shape: tf.ShapeMap[R], { seed, stream, step }: Draw): tf.Tensor<R> {
  if (runsFused())
    return tf.engine().makeTensorFromTensorInfo(randomNormalFused(shape, seed, stream, step)) as tf.Tensor<R>;
  return tf.tensor<R>(normals(seed, stream, atThisMoment(step), tf.util.sizeFromShape(shape)), shape, 'float32');
}

/** Numbers of a step in a draw of several. */
export interface NormalPart {
  readonly count: number;
  /** The step is so many after the draw's. */
  readonly after: number;
}

/** Random blocks have four elements. */
const BLOCK = 4;

/**
 * Standard normals of several steps one after the other, [sum of counts]: each part as randomNormal draws it alone. Counts
 * are multiples of 4; the draw's step is a multiple of a power of two above every `after`. Caller disposes.
 */
export function randomNormalParts(parts: readonly NormalPart[], { seed, stream, step }: Draw): tf.Tensor1D {
  const odd = parts.find(({ count }) => count % BLOCK !== 0);
  if (odd) throw new Error(`randomNormalParts draws blocks of ${BLOCK} numbers, so a part cannot have ${odd.count}.`);
  const firsts = startsOf(parts);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  if (runsFused()) {
    const placed = parts.map(({ after }, i) => ({ first: firsts[i] as number, after }));
    const made = randomNormalPartsFused(total, placed, seed, stream, step);
    return tf.engine().makeTensorFromTensorInfo(made) as tf.Tensor1D;
  }
  const values = new Float32Array(total);
  const now = atThisMoment(step);
  for (const [i, { count, after }] of parts.entries())
    values.set(normals(seed, stream, now + after, count), firsts[i] as number);
  return tf.tensor1d(values);
}

/** The first element of each part. */
export function startsOf(parts: readonly NormalPart[]): number[] {
  let start = 0;
  return parts.map(({ count }) => {
    start += count;
    return start - count;
  });
}
