/** Exponential moving averages, in place. It refuses to hold anything. */
import type { Arena } from '../gpu/arena.ts';
import { atThisMoment, type Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { type Average, ROLE, type Roles } from './adamArenas.ts';
import { averageArenaFused } from './kernels/adam.ts';
import { emaFused } from './kernels/ema.ts';
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
    if (runsFused()) emaFused(average, source, beta);
    else emaReference(average, source, atThisMoment(beta));
  }
}

/** The averages of a whole arena's variables, each as its role in `source` says: in one dispatch. */
export function averageArena(source: Arena, roles: Roles, average: Average): void {
  if (runsFused() && source.whole) {
    averageArenaFused(source, roles, average);
    return;
  }
  [...source.variables].forEach(([name, variable], i) => {
    const role = roles[i] as number;
    const own = average.arena.variables.get(name) as tf.Variable;
    if (role & ROLE.isAveraged) emaReference(own, variable, atThisMoment(average.beta));
    if (role & ROLE.isCopied) emaReference(own, variable, 0);
  });
}

function emaReference(average: tf.Variable, source: tf.Tensor, beta: number): void {
  tf.tidy(() => average.assign(tf.add(tf.mul(average, beta), tf.mul(source, 1 - beta))));
}
