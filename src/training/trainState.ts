/** Everything that a run carries from one step to the next: networks, their average, optimizers and counters. */
import * as tf from '../gpu/tf.ts';
import { architectureOf } from '../model/architectures.ts';
import { generatorSpecs } from '../model/generator.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import { createParams, disposeParams, type ParamStore, variableOf } from '../model/paramStore.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { type AugmentControl, createAugmentControl } from './augmentControl.ts';
import { networkShape } from './networks.ts';
import { createOptimizer, disposeOptimizer, type Optimizer } from './optimizer.ts';

export interface TrainState {
  readonly shape: NetworkShape;
  readonly G: ParamStore;
  readonly D: ParamStore;
  /** Moving average of G; what sheets and downloads show. */
  readonly GEma: ParamStore;
  readonly optimizerG: Optimizer;
  readonly optimizerD: Optimizer;
  /** The augmentation's probability and what moves it. */
  readonly augment: AugmentControl;
  /** Running mean of path lengths, a scalar. */
  readonly pathMean: tf.Variable;
  /** Reals shown to D. */
  nimg: number;
  /** Iterations done; the step of every random stream. */
  step: number;
  /** Index of the stage that the optimizers were last reset for. */
  stage: number;
  tick: number;
}

/**
 * The state before the first step. GEma is drawn from the same seed as G, so layers of later resolutions are equal in both
 * until they first train: no copy is needed when the resolution grows. classes: in the data set. Caller disposes with
 * disposeTrainState.
 */
export function createTrainState(config: TrainConfig, classes: number): TrainState {
  const shape = networkShape(config, classes);
  const G = createParams(generatorSpecs(shape), config.seed, 'G');
  const D = createParams(architectureOf(shape).criticSpecs(shape), config.seed, 'D');
  return {
    shape,
    G,
    D,
    GEma: createParams(generatorSpecs(shape), config.seed, 'G'),
    optimizerG: createOptimizer(G),
    optimizerD: createOptimizer(D),
    augment: createAugmentControl(config.augmentP),
    pathMean: variableOf(new Float32Array(1), []),
    nimg: 0,
    step: 0,
    stage: 0,
    tick: 0,
  };
}

export function disposeTrainState(state: TrainState): void {
  for (const params of [state.G, state.D, state.GEma]) disposeParams(params);
  disposeOptimizer(state.optimizerG);
  disposeOptimizer(state.optimizerD);
  tf.dispose([state.pathMean, state.augment.p, state.augment.sums]);
}
