/**
 * Adam for one network: moments by parameter name, one step count. It updates parameters in place, leaves those that never
 * had a gradient alone, and starts anew at each growth as NVIDIA's reset_opt_for_new_lod does.
 * @see Kingma 2015, algorithm 1
 */
import type { Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { type ParamStore, param } from '../model/paramStore.ts';
import { type AdamSlot, adamSlot, adamStep } from '../ops/adam.ts';
import { squaredNorm } from '../ops/squaredNorm.ts';

/** Added to the root of the second moment. @see Karras 2018, appendix A.1 */
const ADAM_EPSILON = 1e-8;

export interface Optimizer {
  /** Steps since the last reset. */
  step: number;
  /** By parameter name; made at a parameter's first gradient. */
  readonly slots: Map<string, AdamSlot>;
}

export interface AdamRates {
  readonly learningRate: Live;
  readonly beta1: number;
  readonly beta2: number;
  /** Gradients longer than this together are scaled down to it; 0 leaves them alone. */
  readonly clipNorm?: number;
}

/** An optimizer that has not stepped yet. Caller disposes with resetOptimizer. */
export function createOptimizer(): Optimizer {
  return { step: 0, slots: new Map() };
}

/** Forgets all moments and frees them. */
export function resetOptimizer(optimizer: Optimizer): void {
  for (const { firstMoment, secondMoment } of optimizer.slots.values()) tf.dispose([firstMoment, secondMoment]);
  optimizer.slots.clear();
  optimizer.step = 0;
}

/**
 * One Adam step on every parameter that has had a gradient since the reset. Those without one now get zero: a penalty does
 * not reach every bias, and their moments must keep pace with the one step count, which lazy regularisation corrects for.
 * Gradients stay the caller's.
 */
export function applyGradients(
  optimizer: Optimizer,
  params: ParamStore,
  gradients: ReadonlyMap<string, tf.Tensor>,
  rates: AdamRates,
): void {
  optimizer.step++;
  for (const name of gradients.keys()) slotOf(optimizer, name, params);
  const slots = [...optimizer.slots];
  const settings = { learningRate: rates.learningRate, beta1: rates.beta1, beta2: rates.beta2 };
  tf.tidy(() => {
    const all = slots.map(([name, { parameter }]) => gradients.get(name) ?? tf.fill(parameter.shape, 0));
    const scale = rates.clipNorm ? { gradientScale: clipScale(all, rates.clipNorm) } : {};
    adamStep(
      slots.map(([, slot]) => slot),
      all,
      { ...settings, ...scale, epsilon: ADAM_EPSILON, step: optimizer.step },
    );
  });
}

/** The factor that makes all gradients together at most `longest` long, a scalar. @see Pascanu 2013, algorithm 1 */
function clipScale(gradients: readonly tf.Tensor[], longest: number): tf.Tensor {
  const length = tf.sqrt(squaredNorm(gradients));
  // longest / max(length, longest): 1 for short gradients, and never a division by zero.
  return tf.div(longest, tf.maximum(length, longest));
}

function slotOf(optimizer: Optimizer, name: string, params: ParamStore): AdamSlot {
  const known = optimizer.slots.get(name);
  if (known) return known;
  const slot = adamSlot(param(params, name));
  optimizer.slots.set(name, slot);
  return slot;
}
