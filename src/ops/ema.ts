/**
 * The exponential moving average of weights, in place over many pairs in few dispatches. It refuses to hold anything.
 */
import { atThisMoment, type Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { emaFused } from './kernels/inPlace.ts';
import { runsFused } from './mode.ts';

export interface EmaPair {
  readonly average: tf.Variable;
  /** Of the average's shape; read only. */
  readonly source: tf.Tensor;
}

/** average = beta * average + (1 - beta) * source, for every pair. beta in [0,1]. */
export function emaStep(pairs: readonly EmaPair[], beta: Live): void {
  for (const { average, source } of pairs) {
    if (average.shape.join() !== source.shape.join())
      throw new Error(`${average.name} is [${average.shape}] but the average is taken of [${source.shape}].`);
  }
  if (runsFused())
    emaFused(
      pairs.map(({ average }) => average),
      pairs.map(({ source }) => source),
      beta,
    );
  else
    for (const { average, source } of pairs) {
      const share = atThisMoment(beta);
      tf.tidy(() => average.assign(tf.add(tf.mul(average, share), tf.mul(source, 1 - share))));
    }
}
