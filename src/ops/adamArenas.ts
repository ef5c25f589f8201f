/** What Adam keeps of a network's parameters and takes with a step. It refuses to compute (adam.ts does). */
import type { Arena } from '../gpu/arena.ts';
import type { Live } from '../gpu/live.ts';
import type * as tf from '../gpu/tf.ts';

/** Four arenas of the same names and shapes in the same order, all in one buffer each or none. */
export interface AdamArenas {
  readonly parameters: Arena;
  readonly gradients: Arena;
  readonly firstMoments: Arena;
  readonly secondMoments: Arena;
}

/** What a parameter does in a step: a sum of these, 0 for one that stays as it is. */
export const ROLE = {
  /** Moves. */
  steps: 1,
  /** Has a gradient in its arena; one that moves without it takes zero for it. */
  hasGradient: 2,
  /** Its average moves towards it. */
  isAveraged: 4,
  /** Its average becomes equal to it. */
  isCopied: 8,
} as const;

/** One for each parameter, in their order. */
export type Roles = readonly number[];

export interface AdamSettings {
  readonly learningRate: Live;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Which step this is, from 1: the bias correction's t. */
  readonly step: Live;
  /** Multiplied on to every gradient first: 1 / parts where the arena holds a sum over the parts of a batch. */
  readonly gradientShare: number;
  /** One element, multiplied on to every gradient then: a factor that is known on the GPU alone, as clipping's. */
  readonly gradientScale?: tf.Tensor;
  /**
   * [1]: anything but 0 once a moved parameter, a moment or an average was not a finite number, for good. Gradients that are
   * not finite show in their moments.
   */
  readonly fault?: tf.Variable;
}

/** A moving average of the parameters, taken after they have moved. */
export interface Average {
  /** Of the parameters' names and shapes. */
  readonly arena: Arena;
  /** The weight of the old average, in [0,1]. */
  readonly beta: Live;
}
