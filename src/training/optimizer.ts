/**
 * Adam for one network: arenas for gradients and moments, one step count. It updates parameters in place, leaves those that
 * never had a gradient alone, and starts anew at each growth as NVIDIA's reset_opt_for_new_lod does.
 * @see Kingma 2015, algorithm 1
 */
import { clearArena, createArena } from '../gpu/arena.ts';
import { atThisMoment, type Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { arenaOf, type ParamStore } from '../model/paramStore.ts';
import { type AdamArenas, adamStep, ROLE } from '../ops/adam.ts';
import { clipScale } from '../ops/clipScale.ts';
import type { Averaging } from './average.ts';
import type { Collected } from './gradients.ts';

/** Added to the root of the second moment. @see Karras 2018, appendix A.1 */
const ADAM_EPSILON = 1e-8;

export interface Optimizer {
  /** Steps since the last reset and before this iteration. Whoever runs or replays an iteration adds that one's. */
  step: number;
  readonly arenas: AdamArenas;
  /** Parameters that have had a gradient since the reset. */
  readonly started: Set<string>;
  /** [1]: see AdamSettings.fault. */
  readonly fault: tf.Variable;
}

/** An optimizer as it was: what createOptimizer needs to go on with it. */
export interface OptimizerMemory {
  readonly step: number;
  readonly started: readonly string[];
  readonly firstMoments: ReadonlyMap<string, Float32Array>;
  readonly secondMoments: ReadonlyMap<string, Float32Array>;
}

export interface AdamRates {
  readonly learningRate: Live;
  readonly beta1: number;
  readonly beta2: number;
  /** Gradients longer than this together are scaled down to it; 0 leaves them alone. */
  readonly clipNorm?: number;
}

/**
 * An optimizer for these parameters (which stay the caller's): one that has not stepped yet, or as `memory` has it. Caller
 * disposes with disposeOptimizer.
 */
export function createOptimizer(params: ParamStore, memory?: OptimizerMemory): Optimizer {
  const parameters = arenaOf(params);
  const shapes = new Map([...params].map(([name, { shape }]) => [name, shape]));
  const arenaWith = (values?: ReadonlyMap<string, Float32Array>) =>
    createArena(shapes, {
      inOneBuffer: parameters.whole !== undefined,
      isTrainable: false,
      ...(values ? { valuesOf: (name) => values.get(name) as Float32Array } : {}),
    });
  const arenas = {
    parameters,
    gradients: arenaWith(),
    firstMoments: arenaWith(memory?.firstMoments),
    secondMoments: arenaWith(memory?.secondMoments),
  };
  const fault = tf.tidy(() => tf.variable(tf.fill([1], 0), false));
  return { step: memory?.step ?? 0, arenas, started: new Set(memory?.started), fault };
}

/** Forgets all moments, in their places. */
export function resetOptimizer(optimizer: Optimizer): void {
  clearArena(optimizer.arenas.firstMoments);
  clearArena(optimizer.arenas.secondMoments);
  optimizer.started.clear();
  optimizer.step = 0;
}

export function disposeOptimizer({ arenas, fault }: Optimizer): void {
  fault.dispose();
  for (const arena of [arenas.gradients, arenas.firstMoments, arenas.secondMoments]) arena.dispose();
}

/**
 * One Adam step on every parameter that has had a gradient since the reset. Those without one now get zero: a penalty does
 * not reach every bias, and their moments must keep pace with the one step count, which lazy regularisation corrects for.
 * ordinal: which of the iteration's steps of this network it is, from 1. averaging: in the same dispatch, after the step.
 */
export function applyGradients(
  optimizer: Optimizer,
  { reached, parts }: Collected,
  { learningRate, beta1, beta2, clipNorm }: AdamRates,
  ordinal: number,
  averaging?: Averaging,
): void {
  const { arenas, started, fault } = optimizer;
  for (const name of reached) started.add(name);
  const roles = [...arenas.parameters.variables.keys()].map(
    (name, i) =>
      (started.has(name) ? ROLE.steps : 0) | (reached.has(name) ? ROLE.hasGradient : 0) | (averaging?.roles[i] ?? 0),
  );
  const gradientShare = 1 / parts;
  tf.tidy(() => {
    const scale = clipNorm ? { gradientScale: clipScale(arenas.gradients, roles, gradientShare, clipNorm) } : {};
    adamStep(
      arenas,
      roles,
      {
        ...{ learningRate: () => atThisMoment(learningRate), beta1, beta2, gradientShare, ...scale },
        ...{ epsilon: ADAM_EPSILON, step: () => optimizer.step + ordinal, fault },
      },
      averaging,
    );
  });
}
