/**
 * The phases of an iteration as a table: which network steps, how often, on which loss. Lazy regularisation is an interval
 * here, and Adam's rate and betas are corrected for it where the table is built. The losses themselves: phaseLosses.ts.
 * @see Karras 2020, appendix B (lazy regularization)
 */
import * as tf from '../gpu/tf.ts';
import { times } from '../ops/times.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import {
  discriminatorLoss,
  discriminatorPenalty,
  generatorLoss,
  type PhaseInputs,
  pathPenalty,
} from './phaseLosses.ts';
import { generatorStepsBefore, type Rhythm } from './rhythm.ts';

/** Called inside a gradient tape over the phase's network. */
type PhaseLoss = (inputs: PhaseInputs) => tf.Scalar;

export interface Phase {
  readonly name: 'Gmain' | 'Gpl' | 'Gboth' | 'Dmain' | 'Dreg' | 'Dboth';
  readonly net: 'G' | 'D';
  /** Runs in those of the network's steps that this divides. */
  readonly interval: number;
  /** Powers of lazy regularisation's c: rate * c, beta^c. */
  readonly correction: number;
  readonly loss: PhaseLoss;
}

/** A phase that is due, with the number of its network's step: the key of its random draws. */
export interface DuePhase {
  readonly phase: Phase;
  readonly draw: number;
}

/** The phases of `config`, G's before D's. */
export function phasesOf(config: TrainConfig): readonly Phase[] {
  const penalizesCritic = config.r1Gamma > 0 || config.r2Gamma > 0 || config.gpWeight > 0;
  return [
    ...networkPhases('G', generatorLoss, config.plWeight > 0 ? pathPenalty : undefined, config.gRegInterval),
    ...networkPhases('D', discriminatorLoss, penalizesCritic ? discriminatorPenalty : undefined, config.dRegInterval),
  ];
}

/** One phase without a penalty, or with one in every step; else the main phase and the lazy one. */
function networkPhases(net: 'G' | 'D', main: PhaseLoss, penalty: PhaseLoss | undefined, interval: number): Phase[] {
  if (!penalty) return [{ name: `${net}main`, net, interval: 1, correction: 1, loss: main }];
  if (interval === 1) {
    const loss: PhaseLoss = (inputs) => tf.add(main(inputs), penalty(inputs));
    return [{ name: `${net}both`, net, interval: 1, correction: 1, loss }];
  }
  const correction = interval / (interval + 1);
  return [
    { name: `${net}main`, net, interval: 1, correction, loss: main },
    {
      name: net === 'G' ? 'Gpl' : 'Dreg',
      net,
      interval,
      correction,
      loss: (inputs) => times(penalty(inputs), interval),
    },
  ];
}

/** What an iteration does, in order: G's steps with their penalties, then D's. */
export function dueIn(phases: readonly Phase[], rhythm: Rhythm, iteration: number): DuePhase[] {
  const due = (net: 'G' | 'D', draw: number): DuePhase[] =>
    phases.filter((phase) => phase.net === net && draw % phase.interval === 0).map((phase) => ({ phase, draw }));
  const from = generatorStepsBefore(rhythm, iteration);
  const count = generatorStepsBefore(rhythm, iteration + 1) - from;
  const generatorSteps = Array.from({ length: count }, (_, i) => due('G', from + i));
  return [...generatorSteps.flat(), ...due('D', iteration)];
}
