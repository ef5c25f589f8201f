/** What Adam keeps of a parameter and takes with a step. It refuses to compute (adam.ts does). */
import type { Live } from '../gpu/live.ts';
import type * as tf from '../gpu/tf.ts';

/** One parameter with its moments, all of one shape. */
export interface AdamSlot {
  readonly parameter: tf.Variable;
  readonly firstMoment: tf.Variable;
  readonly secondMoment: tf.Variable;
}

export interface AdamSettings {
  readonly learningRate: Live;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Which step this is, from 1: the bias correction's t. */
  readonly step: Live;
  /** One element, multiplied on to every gradient: a factor that is known on the GPU alone, as clipping's. */
  readonly gradientScale?: tf.Tensor;
}
