/**
 * What each phase lowers, as functions of everything that a step may look at. They run inside a gradient tape and dispose
 * nothing. They refuse to know when they are due.
 */
import type { Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { architectureOf } from '../model/architectures.ts';
import { generator, stylesOf } from '../model/generator.ts';
import type { Labels } from '../model/labels.ts';
import { layerCount, type NetworkShape } from '../model/networkShape.ts';
import type { ParamStore } from '../model/paramStore.ts';
import type { Pictures } from '../model/pictures.ts';
import { meansOfHalves } from '../ops/meanOfTerms.ts';
import type { Term } from '../ops/terms.ts';
import { times } from '../ops/times.ts';
import type { AugmentPlan } from '../protocol/augmentation.ts';
import type { StatPath } from '../protocol/stats.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { type AugmentedCall, augmentPictures, augmentStep } from './augment.ts';
import { drawFakeInputs, drawPenaltyPoints, drawPictureNoise, type Player } from './latents.ts';
import { LOSSES } from './losses.ts';
import { type Critic, drift, gradientPenalty, pathLengths, zeroCenteredPenalty } from './regularizers.ts';

/** What a phase's loss may look at: one part of the batch. */
export interface PhaseInputs {
  readonly config: TrainConfig;
  readonly shape: NetworkShape;
  readonly G: ParamStore;
  readonly D: ParamStore;
  /** Key of the phase's random draws, never used twice by one network. */
  readonly draw: Live;
  readonly resolution: number;
  readonly alpha?: tf.Scalar;
  /** At the network's scales, already crossfaded. */
  readonly reals: Pictures;
  readonly realLabels?: Labels;
  /** Of the phase's fakes. */
  readonly fakeLabels?: Labels;
  /** Given to the critic's phases, made without a tape. */
  readonly fakes?: Pictures;
  /** What the pictures go through before the critic sees them; p is a number on the GPU. */
  readonly augmentation?: { readonly plan: AugmentPlan; readonly p: tf.Tensor };
  /** Running mean of path lengths, a scalar. */
  readonly pathMean: tf.Tensor;
  /** Keeps a scalar for the statistics. */
  readonly report: (path: StatPath, value: tf.Scalar) => void;
  /** Hands out how to get the critic's logits of the reals that it learns from, [N,1]. */
  readonly reportReal: (logits: () => tf.Tensor2D) => void;
  /** Hands out w of the generator's step, [N,wDim], for its running mean. */
  readonly reportStyles: (w: tf.Tensor2D) => void;
  /** Hands out the new running mean of path lengths. */
  readonly reportPathMean: (mean: tf.Scalar) => void;
}

/** Weight of this batch's mean in the running mean of path lengths. @see Karras 2020, appendix B */
const PATH_DECAY = 0.01;
/** Path length looks at every second picture of a batch. @see Karras 2020, official code: pl_batch_shrink */
const PATH_BATCH_SHRINK = 2;

/** A batch of fakes and w of its first latent. Call inside a tidy or tape. */
export function drawFakes(inputs: PhaseInputs, player: 'G' | 'D'): { pictures: Pictures; w: tf.Tensor2D } {
  const { shape, G, resolution, reals, fakeLabels } = inputs;
  const count = (reals[0] as tf.Tensor4D).shape[0];
  const { z, mixing, noise } = drawInputs(inputs, player, count);
  const styles = { ...(mixing ? { mixing } : {}), ...(fakeLabels ? { labels: fakeLabels } : {}) };
  return generator(G, shape, z, { resolution, noise, ...fadeOf(inputs) }, styles);
}

/** @see losses.ts */
export function generatorLoss(inputs: PhaseInputs): tf.Scalar {
  const { config, reals, realLabels, fakeLabels } = inputs;
  const { pictures, w } = drawFakes(inputs, 'G');
  inputs.reportStyles(w);
  const { generator: lossOf, isPaired } = LOSSES[config.loss];
  const fake = criticOf(inputs, fakeLabels, 'G')(pictures);
  const loss = isPaired ? lossOf(fake, criticOf(inputs, realLabels, 'real')(reals)) : lossOf(fake);
  inputs.report('Loss/G/loss', loss);
  return loss;
}

/**
 * plWeight * E(|J^T y| - a)^2, a the running mean.
 * @see Karras 2020, eq. 4
 */
export function pathPenalty(inputs: PhaseInputs): tf.Scalar {
  const { config, shape, G, draw, resolution, reals, fakeLabels, pathMean, report, reportPathMean } = inputs;
  const count = Math.max(1, Math.floor((reals[0] as tf.Tensor4D).shape[0] / PATH_BATCH_SHRINK));
  const { z, mixing, noise } = drawInputs(inputs, 'path', count);
  const labels = fakeLabels && { ...fakeLabels, oneHot: tf.slice(fakeLabels.oneHot, [0, 0], [count, shape.classes]) };
  const styles = { ...(mixing ? { mixing } : {}), ...(labels ? { labels } : {}) };
  const { ws } = stylesOf(G, shape, z, resolution, styles);
  const { synthesis, scales } = architectureOf(shape);
  const pictureNoise = scales(shape, resolution).map((side, scale) =>
    tf.mul(drawPictureNoise(config.seed, draw, [count, side, side, shape.channels], scale), 1 / side),
  ) as tf.Tensor4D[];
  const lengths = pathLengths(
    (styled) => synthesis(G, shape, styled, { resolution, noise, ...fadeOf(inputs) }),
    // A tensor of its own for each layer: the gradient asks how each layer's style moves the picture.
    Array.from({ length: layerCount(resolution) }, (_, layer) => tf.clone(ws[layer] as tf.Tensor2D)),
    pictureNoise,
  );
  const mean = tf.add(pathMean, tf.mul(tf.sub(tf.mean(lengths), pathMean), PATH_DECAY)) as tf.Scalar;
  reportPathMean(mean);
  const penalty = tf.mean(tf.square(tf.sub(lengths, mean))) as tf.Scalar;
  report('Loss/pl_penalty', penalty);
  return times(penalty, config.plWeight);
}

/** @see losses.ts; with WGAN's drift where it has a weight. */
export function discriminatorLoss(inputs: PhaseInputs): tf.Scalar {
  const { config, report } = inputs;
  const logits = scoreBoth(inputs);
  inputs.reportReal(() => tf.slice(logits, 0, logits.shape[0] / 2));
  const scores = meansOfHalves(
    SCORES.map(([, term]) => [term]),
    logits,
  );
  SCORES.forEach(([path], i) => {
    report(path, scores[i] as tf.Scalar);
  });
  const loss = LOSSES[config.loss].discriminator(logits);
  report('Loss/D/loss', loss);
  return config.wganDrift > 0 ? tf.add(loss, drift(logits, config.wganDrift)) : loss;
}

/** What the charts show of the critic's logits: a real's first, a fake's second. */
const SCORES: readonly (readonly [StatPath, Term])[] = [
  ['Loss/scores/real', { curve: 'linear', weight: 1, first: 1 }],
  ['Loss/scores/fake', { curve: 'linear', weight: 1, first: 0, second: 1 }],
  ['Loss/signs/real', { curve: 'sign', weight: 1, first: 1 }],
];

/**
 * The critic's logits of the reals, then of the fakes, [2N,1], in one pass: the two are never compared in it. A loss of pairs
 * takes two: it has no gradient in what shifts all logits alike, and only sums over each set by itself cancel to the last
 * bit. What one sum over both leaves is rounding, which Adam would make whole steps of.
 */
function scoreBoth(inputs: PhaseInputs): tf.Tensor2D {
  const { config, D, shape, resolution, realLabels, fakeLabels, reals } = inputs;
  if (LOSSES[config.loss].isPaired)
    return tf.concat([
      criticOf(inputs, realLabels, 'real')(reals),
      criticOf(inputs, fakeLabels, 'fake')(fakesOf(inputs)),
    ]) as tf.Tensor2D;
  const [seenReals, seenFakes] = [seenBy(inputs, reals, 'real'), seenBy(inputs, fakesOf(inputs), 'fake')];
  const both = seenReals.map((real, scale) => tf.concat([real, seenFakes[scale] as tf.Tensor4D]) as tf.Tensor4D);
  const labels = realLabels &&
    fakeLabels && { ...realLabels, oneHot: tf.concat([realLabels.oneHot, fakeLabels.oneHot]) as tf.Tensor2D };
  const told = { resolution, ...fadeOf(inputs), ...(labels ? { labels } : {}), sets: 2 };
  return architectureOf(shape).critic(D, shape, both, told);
}

/** R1, R2 and the gradient penalty, each with its weight, where it has one. */
export function discriminatorPenalty(inputs: PhaseInputs): tf.Scalar {
  const { config, draw, reals, realLabels, fakeLabels, report } = inputs;
  const penalties: tf.Scalar[] = [];
  if (config.r1Gamma > 0) {
    const penalty = zeroCenteredPenalty(criticOf(inputs, realLabels, 'real'), reals, config.r1Gamma);
    report('Loss/r1_penalty', penalty);
    penalties.push(penalty);
  }
  if (config.r2Gamma > 0) {
    const penalty = zeroCenteredPenalty(criticOf(inputs, fakeLabels, 'fake'), fakesOf(inputs), config.r2Gamma);
    report('Loss/r2_penalty', penalty);
    penalties.push(penalty);
  }
  if (config.gpWeight > 0) {
    const between = drawPenaltyPoints(config.seed, draw, (reals[0] as tf.Tensor4D).shape[0]);
    const penalty = gradientPenalty(criticOf(inputs, realLabels, 'real'), reals, fakesOf(inputs), between);
    report('Loss/gradient_penalty', penalty);
    penalties.push(times(penalty, config.gpWeight));
  }
  return tf.addN(penalties);
}

/** The critic at this moment of the schedule, behind the augmentation; `call` names the draw. */
export function criticOf(inputs: PhaseInputs, labels: Labels | undefined, call: AugmentedCall): Critic {
  const { D, shape, resolution } = inputs;
  const told = { resolution, ...fadeOf(inputs), ...(labels ? { labels } : {}) };
  return (pictures) => architectureOf(shape).critic(D, shape, seenBy(inputs, pictures, call), told);
}

/** Pictures behind the augmentation, where there is one. */
function seenBy({ config, draw, augmentation }: PhaseInputs, pictures: Pictures, call: AugmentedCall): Pictures {
  if (!augmentation) return pictures;
  const { plan, p } = augmentation;
  return augmentPictures(pictures, plan, p, { seed: config.seed, step: augmentStep(draw, call) });
}

function drawInputs({ config, shape, draw, resolution }: PhaseInputs, player: Player, count: number) {
  return drawFakeInputs(config, shape, player, draw, count, resolution);
}

const fadeOf = ({ alpha }: PhaseInputs) => (alpha ? { alpha } : {});

function fakesOf({ fakes }: PhaseInputs): Pictures {
  if (!fakes) throw new Error('A critic’s phase ran without a batch of fakes.');
  return fakes;
}
