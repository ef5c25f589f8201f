/**
 * Uniform numbers in [0,1) as a pure function of (seed, stream, step, element), the numbers of random/draws.ts bit for
 * bit. No gradient. It refuses to keep a state.
 */
import { atThisMoment } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { uniforms } from '../random/draws.ts';
import { randomUniformFused } from './kernels/randomUniform.ts';
import { runsFused } from './mode.ts';
import type { Draw } from './randomNormal.ts';

/** [shape] uniform numbers. Caller disposes. Made on the GPU when fused, else uploaded from random. */
export function randomUniform<R extends tf.Rank>(shape: tf.ShapeMap[R], draw: Draw): tf.Tensor<R> {
  if (runsFused()) return tf.engine().makeTensorFromTensorInfo(randomUniformFused(shape, draw)) as tf.Tensor<R>;
  const { seed, stream, step } = draw;
  return tf.tensor<R>(uniforms(seed, stream, atThisMoment(step), tf.util.sizeFromShape(shape)), shape, 'float32');
}
