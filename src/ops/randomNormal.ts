/**
 * Standard normals as a pure function of (seed, stream, step, element), the numbers of random/draws.ts. No gradient. It
 * refuses to keep a state.
 */
import { atThisMoment, type Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { normals } from '../random/draws.ts';
import { randomNormalFused } from './kernels/randomNormal.ts';
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
