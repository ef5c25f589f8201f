/**
 * The phases of one iteration as a table: which network steps, how often, on which loss. Lazy regularisation is an interval
 * here, and Adam's rate and betas are corrected for it where the table is built.
 * @see Karras 2020, appendix B (lazy regularization)
 */
import * as tf from '../gpu/tf.ts';
import { discriminator } from '../model/discriminator.ts';
import { generator } from '../model/generator.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import type { ParamStore } from '../model/paramStore.ts';
import type { StatPath } from '../protocol/stats.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { drawFakeInputs, drawPenaltyPoints, type Player } from './latents.ts';
import { LOSSES } from './losses.ts';
import { type Critic, drift, gradientPenalty, zeroCenteredPenalty } from './regularizers.ts';

/** What a phase's loss may look at. */
export interface PhaseInputs {
  readonly config: TrainConfig;
  readonly shape: NetworkShape;
  readonly G: ParamStore;
  readonly D: ParamStore;
  /** Iteration: the step of every random stream. */
  readonly step: number;
  readonly resolution: number;
  readonly alpha?: tf.Scalar;
  /** [N,R,R,1], already crossfaded. */
  readonly reals: tf.Tensor4D;
  /** [N,R,R,1]; given to the critic's phases, made without a tape. */
  readonly fakes?: tf.Tensor4D;
  /** Keeps a scalar for the statistics. */
  readonly report: (path: StatPath, value: tf.Scalar) => void;
  /** Hands out w of the generator's step, [N,wDim], for the running mean. */
  readonly reportStyles: (w: tf.Tensor2D) => void;
}

export interface Phase {
  readonly name: 'Gmain' | 'Dmain' | 'Dreg' | 'Dboth';
  readonly net: Player;
  /** Runs in iterations that this divides. */
  readonly interval: number;
  /** Powers of lazy regularisation's c: rate * c, beta^c. */
  readonly correction: number;
  /** Called inside a gradient tape over `net`'s parameters. */
  readonly loss: (inputs: PhaseInputs) => tf.Scalar;
}

/** The phases of `config`, in the order in which an iteration runs them. */
export function phasesOf(config: TrainConfig): readonly Phase[] {
  const generatorPhase: Phase = {
    name: 'Gmain',
    net: 'G',
    interval: config.nCritic,
    correction: 1,
    loss: generatorLoss,
  };
  const regularized = config.r1Gamma > 0 || config.r2Gamma > 0;
  if (!regularized)
    return [generatorPhase, { name: 'Dmain', net: 'D', interval: 1, correction: 1, loss: discriminatorLoss }];
  if (config.dRegInterval === 1)
    return [
      generatorPhase,
      {
        name: 'Dboth',
        net: 'D',
        interval: 1,
        correction: 1,
        loss: (i) => tf.add(discriminatorLoss(i), zeroCentered(i)),
      },
    ];
  const interval = config.dRegInterval;
  const correction = interval / (interval + 1);
  return [
    generatorPhase,
    { name: 'Dmain', net: 'D', interval: 1, correction, loss: discriminatorLoss },
    { name: 'Dreg', net: 'D', interval, correction, loss: (i) => tf.mul(zeroCentered(i), interval) },
  ];
}

/** A batch of fakes and w of its first latent. Call inside a tidy or tape. */
export function drawFakes(inputs: PhaseInputs, player: Player): { picture: tf.Tensor4D; w: tf.Tensor2D } {
  const { config, shape, G, step, resolution, reals } = inputs;
  const { z, mixing, noise } = drawFakeInputs(config, shape, player, step, reals.shape[0], resolution);
  return generator(G, shape, z, { resolution, noise, ...fadeOf(inputs) }, mixing);
}

/** The critic at this moment of the schedule. */
function criticOf(inputs: PhaseInputs): Critic {
  const { D, shape, resolution } = inputs;
  return (image) => discriminator(D, shape, image, { resolution, ...fadeOf(inputs) });
}

const fadeOf = ({ alpha }: PhaseInputs) => (alpha ? { alpha } : {});

function generatorLoss(inputs: PhaseInputs): tf.Scalar {
  const { picture, w } = drawFakes(inputs, 'G');
  inputs.reportStyles(w);
  const loss = LOSSES[inputs.config.loss].generator(criticOf(inputs)(picture));
  inputs.report('Loss/G/loss', loss);
  return loss;
}

function discriminatorLoss(inputs: PhaseInputs): tf.Scalar {
  const { config, reals, report } = inputs;
  const fakes = fakesOf(inputs);
  const critic = criticOf(inputs);
  const real = critic(reals);
  const fake = critic(fakes);
  report('Loss/scores/real', tf.mean(real));
  report('Loss/scores/fake', tf.mean(fake));
  const loss = LOSSES[config.loss].discriminator(real, fake);
  report('Loss/D/loss', loss);
  return config.loss === 'wgan-gp' ? tf.add(loss, wassersteinPenalties(inputs, critic, fakes, real)) : loss;
}

function wassersteinPenalties(inputs: PhaseInputs, critic: Critic, fakes: tf.Tensor4D, real: tf.Tensor2D): tf.Scalar {
  const { config, reals, step, report } = inputs;
  const between = drawPenaltyPoints(config.seed, step, reals.shape[0]);
  const penalty = gradientPenalty(critic, reals, fakes, between);
  report('Loss/gradient_penalty', penalty);
  return tf.add(tf.mul(penalty, config.gpWeight), tf.mul(drift(real), config.wganDrift));
}

function zeroCentered(inputs: PhaseInputs): tf.Scalar {
  const { config, reals, report } = inputs;
  const critic = criticOf(inputs);
  const penalties: tf.Scalar[] = [];
  if (config.r1Gamma > 0) {
    const penalty = zeroCenteredPenalty(critic, reals, config.r1Gamma);
    report('Loss/r1_penalty', penalty);
    penalties.push(penalty);
  }
  if (config.r2Gamma > 0) {
    const penalty = zeroCenteredPenalty(critic, fakesOf(inputs), config.r2Gamma);
    report('Loss/r2_penalty', penalty);
    penalties.push(penalty);
  }
  return tf.addN(penalties);
}

function fakesOf({ fakes }: PhaseInputs): tf.Tensor4D {
  if (!fakes) throw new Error('A critic’s phase ran without a batch of fakes.');
  return fakes;
}
