/**
 * Everything that a run carries from one step to the next: networks, their average, optimizers, counters and the tick's
 * statistics so far. A checkpoint is this and nothing less.
 */
import * as tf from '../gpu/tf.ts';
import { architectureOf } from '../model/architectures.ts';
import { generatorSpecs } from '../model/generator.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import {
  createParams,
  disposeParams,
  type ParamSpec,
  type ParamStore,
  paramsOf,
  variableOf,
} from '../model/paramStore.ts';
import { FailureError } from '../protocol/failure.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { type AugmentControl, createAugmentControl } from './augmentControl.ts';
import { networkShape } from './networks.ts';
import { createOptimizer, disposeOptimizer, type Optimizer, type OptimizerMemory } from './optimizer.ts';
import { firstRhythm, type Rhythm } from './rhythm.ts';
import { createTally, type StatTally } from './stats.ts';

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
  /** Since when the critic has so many steps to each of the generator's; the loop moves it where the settings say another. */
  rhythm: Rhythm;
  /** Index of the stage that the optimizers were last reset for. */
  stage: number;
  tick: number;
  /** Milliseconds trained: rests, pauses and sheets not counted. */
  trainedMs: number;
  readonly tally: StatTally;
}

type Values = ReadonlyMap<string, Float32Array>;

/** A state as it was, on the CPU: all that a TrainState holds. Arrays stay the caller's. */
export interface StateMemory
  extends Pick<TrainState, 'nimg' | 'step' | 'rhythm' | 'stage' | 'tick' | 'trainedMs' | 'tally'> {
  readonly G: Values;
  readonly D: Values;
  readonly GEma: Values;
  readonly optimizerG: OptimizerMemory;
  readonly optimizerD: OptimizerMemory;
  readonly augmentP: number;
  readonly augmentSums: readonly [number, number];
  readonly pathMean: number;
}

/**
 * The state before the first step. GEma is drawn from the same seed as G, so layers of later resolutions are equal in both
 * until they first train: no copy is needed when the resolution grows. classes: in the data set. Caller disposes with
 * disposeTrainState.
 */
export function createTrainState(config: TrainConfig, classes: number): TrainState {
  const shape = networkShape(config, classes);
  const drawn = (specs: readonly ParamSpec[], network: 'G' | 'D') => createParams(specs, config.seed, network);
  const G = drawn(generatorSpecs(shape), 'G');
  const D = drawn(architectureOf(shape).criticSpecs(shape), 'D');
  return {
    shape,
    G,
    D,
    GEma: drawn(generatorSpecs(shape), 'G'),
    optimizerG: createOptimizer(G),
    optimizerD: createOptimizer(D),
    augment: createAugmentControl(config.augmentP),
    pathMean: variableOf(new Float32Array(1), []),
    ...{ nimg: 0, step: 0, stage: 0, tick: 0, trainedMs: 0 },
    rhythm: firstRhythm(config.nCritic),
    tally: createTally(),
  };
}

/**
 * The state as it was, bit for bit. config and classes: those of the run. Throws where a value is missing or of another
 * size, before anything is made. Caller disposes with disposeTrainState.
 */
export function restoredTrainState(config: TrainConfig, classes: number, memory: StateMemory): TrainState {
  const shape = networkShape(config, classes);
  const specsG = generatorSpecs(shape);
  const specsD = architectureOf(shape).criticSpecs(shape);
  for (const values of [memory.G, memory.GEma]) refuseOthers(specsG, values, 'generator');
  refuseOthers(specsD, memory.D, 'critic');
  const moments = ({ firstMoments, secondMoments }: OptimizerMemory) => [firstMoments, secondMoments];
  for (const values of moments(memory.optimizerG)) refuseOthers(specsG, values, "generator's optimizer");
  for (const values of moments(memory.optimizerD)) refuseOthers(specsD, values, "critic's optimizer");
  const kept = (specs: readonly ParamSpec[], values: Values) =>
    paramsOf(specs, ({ name }) => values.get(name) as Float32Array);
  const G = kept(specsG, memory.G);
  const D = kept(specsD, memory.D);
  const { nimg, step, rhythm, stage, tick, trainedMs, tally } = memory;
  return {
    shape,
    G,
    D,
    GEma: kept(specsG, memory.GEma),
    optimizerG: createOptimizer(G, memory.optimizerG),
    optimizerD: createOptimizer(D, memory.optimizerD),
    augment: createAugmentControl(memory.augmentP, memory.augmentSums),
    pathMean: variableOf(Float32Array.of(memory.pathMean), []),
    ...{ nimg, step, rhythm, stage, tick, trainedMs },
    tally: { sums: new Map(tally.sums), last: { ...tally.last } },
  };
}

function refuseOthers(specs: readonly ParamSpec[], values: Values, whose: string): void {
  for (const { name, shape } of specs) {
    const size = shape.reduce((product, side) => product * side, 1);
    const found = values.get(name)?.length;
    if (found !== size)
      throw new FailureError(
        'bad-checkpoint',
        `The checkpoint does not fit its own settings: the ${whose} needs ${size} values of ${name}, and it holds ${found ?? 'none'}. Choose another checkpoint.`,
      );
  }
}

export function disposeTrainState(state: TrainState): void {
  for (const params of [state.G, state.D, state.GEma]) disposeParams(params);
  disposeOptimizer(state.optimizerG);
  disposeOptimizer(state.optimizerD);
  tf.dispose([state.pathMean, state.augment.p, state.augment.sums]);
}
