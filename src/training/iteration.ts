/**
 * One iteration on the GPU: every phase that is due, then the averages. It reads nothing back and decides nothing about
 * time; the loop does.
 */
import * as tf from '../gpu/tf.ts';
import { architectureOf } from '../model/architectures.ts';
import { BOX_TAPS, lerp, type Pictures, pyramidOf } from '../model/pictures.ts';
import { downsample2d, upsample2d } from '../ops/resample.ts';
import { augmentPlan } from '../protocol/augmentation.ts';
import type { StepStat } from '../protocol/stats.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { STREAM } from '../random/streams.ts';
import { observeSigns } from './augmentControl.ts';
import { updateEma, updateStyleMean } from './average.ts';
import { averagedGradients } from './gradients.ts';
import { createLabeller, type DrawLabels, labelsNow } from './labels.ts';
import { applyGradients } from './optimizer.ts';
import { adaptAugmentation, type HeldOut, observesSigns } from './overfitting.ts';
import { drawFakes, type PhaseInputs } from './phaseLosses.ts';
import { type DuePhase, dueIn, type Phase } from './phases.ts';
import { createReports, type Reported } from './reports.ts';
import { emaBeta, type Moment } from './schedule.ts';
import type { TrainState } from './trainState.ts';

/** What an iteration trains on. */
export interface Batch {
  /** [N,R,R,channels]; disposed by iterate. */
  readonly pictures: tf.Tensor4D;
  /** The class of each; undefined where the network is told none. */
  readonly labels?: Uint32Array;
  /** Classes for fakes, with the data's shares. */
  readonly drawLabels: DrawLabels;
  /** Slices never trained on, [M,R,R,channels] (disposed by iterate), where the iteration needs them: see needsHeldOut. */
  readonly heldOut?: { readonly pictures: tf.Tensor4D; readonly labels?: Uint32Array };
}

/** Runs the due phases and moves the averages. The caller disposes the reports. Does not advance nimg or step. */
export function iterate(
  config: TrainConfig,
  state: TrainState,
  phases: readonly Phase[],
  now: Moment,
  batch: Batch,
): Reported {
  const reports = createReports();
  tf.tidy(() => {
    const base = inputsOfStep(config, state, now, batch, reports.add);
    const parts = partsOf(base.reals, config.accumulation);
    const labeller = createLabeller(config, state.shape, now, batch);
    let fakes: Pictures[] | undefined;
    let last: DuePhase | undefined;
    const inputsOf = ({ phase, draw }: DuePhase, part: number): PhaseInputs => ({
      ...base,
      reals: parts[part] as Pictures,
      draw: draw * parts.length + part,
      ...labeller.realsOf(part, parts.length),
      ...labeller.fakesOf(phase.net === 'G' ? STREAM.label : STREAM.labelD, draw * parts.length + part, parts.length),
    });
    for (const due of dueIn(phases, config.nCritic, state.step)) {
      last = due;
      if (due.phase.net === 'D')
        fakes ??= parts.map((_, part) => tf.tidy(() => [...drawFakes(inputsOf(due, part), 'D').pictures]));
      stepNetwork(config, state, due.phase, now, parts.length, (part) => ({
        ...inputsOf(due, part),
        ...(fakes ? { fakes: fakes[part] as Pictures } : {}),
      }));
    }
    if (last && fakes) {
      const inputs = { ...inputsOf(last, 0), fakes: fakes[0] as Pictures };
      adaptAugmentation(config, state, now, inputs, heldOutOf(state, now, batch, base.alpha), reports.add);
    }
    updateEma(state.GEma, state.G, emaBeta(config, now.batch, state.nimg), now.resolution);
  });
  tf.dispose([batch.pictures, ...(batch.heldOut ? [batch.heldOut.pictures] : [])]);
  return reports.means();
}

/** What all phases of the iteration share. Call inside a tidy. */
function inputsOfStep(
  config: TrainConfig,
  state: TrainState,
  now: Moment,
  batch: Batch,
  report: PhaseInputs['report'],
): Omit<PhaseInputs, 'draw'> {
  const { shape, G, D } = state;
  const alpha = now.alpha < 1 ? tf.scalar(now.alpha) : undefined;
  return {
    config,
    shape,
    G,
    D,
    resolution: now.resolution,
    reals: asSeen(state, now, batch.pictures, alpha),
    ...(alpha ? { alpha } : {}),
    ...(config.augment === 'none'
      ? {}
      : { augmentation: { plan: augmentPlan(config.augmentOps), p: state.augment.p } }),
    reportReal: (logits) => {
      if (observesSigns(config)) observeSigns(state.augment, logits);
    },
    pathMean: state.pathMean,
    report,
    reportStyles: (w) => updateStyleMean(G, w),
    reportPathMean: (mean) => state.pathMean.assign(mean),
  };
}

/** Real slices as the critic of this moment sees them: crossfaded, and at the network's scales. */
function asSeen({ shape }: TrainState, now: Moment, pictures: tf.Tensor4D, alpha: tf.Scalar | undefined): Pictures {
  const crossfaded = alpha ? crossfadeReals(pictures, alpha) : pictures;
  return pyramidOf(crossfaded, architectureOf(shape).scales(shape, now.resolution));
}

function heldOutOf(
  state: TrainState,
  now: Moment,
  { heldOut }: Batch,
  alpha: tf.Scalar | undefined,
): HeldOut | undefined {
  if (!heldOut) return undefined;
  const labels = heldOut.labels && labelsNow(heldOut.labels, state.shape, now);
  return { pictures: asSeen(state, now, heldOut.pictures, alpha), ...(labels ? { labels } : {}) };
}

/** Equal parts of a batch, each at all scales; the batch itself where there is one part. */
function partsOf(pictures: Pictures, count: number): Pictures[] {
  if (count === 1) return [pictures];
  const parts = pictures.map((picture) => tf.split(picture, count, 0) as tf.Tensor4D[]);
  return Array.from({ length: count }, (_, part) => parts.map((scale) => scale[part] as tf.Tensor4D));
}

/** Loss, gradients averaged over the parts of the batch, and one Adam step of one network. */
function stepNetwork(
  config: TrainConfig,
  state: TrainState,
  phase: Phase,
  now: Moment,
  parts: number,
  inputsOf: (part: number) => PhaseInputs,
): void {
  const [params, optimizer, rate] =
    phase.net === 'G' ? [state.G, state.optimizerG, now.gLr] : [state.D, state.optimizerD, now.dLr];
  const gradients = averagedGradients(params, parts, (part) => phase.loss(inputsOf(part)));
  applyGradients(optimizer, params, gradients, {
    learningRate: rate * phase.correction,
    beta1: config.beta1 ** phase.correction,
    beta2: config.beta2 ** phase.correction,
    clipNorm: config.clipNorm,
  });
  tf.dispose([...gradients.values()]);
}

/** Reals as a half-grown network should see them: crossfaded with their own 2x2 mean. Disposes nothing. */
function crossfadeReals(reals: tf.Tensor4D, alpha: tf.Scalar): tf.Tensor4D {
  return tf.tidy(() => lerp(upsample2d(downsample2d(reals, BOX_TAPS), BOX_TAPS), reals, alpha));
}

/** The step's row of the ring; a statistic that did not occur in this step repeats `last`. */
export function stepValues(
  reported: Reported,
  last: Reported,
  paths: readonly StepStat[],
): Record<StepStat, tf.Scalar> {
  const values: Partial<Record<StepStat, tf.Scalar>> = {};
  for (const path of paths) {
    const value = reported[path] ?? last[path];
    if (!value) throw new Error(`The first step did not report ${path}.`);
    values[path] = tf.clone(value);
  }
  return values as Record<StepStat, tf.Scalar>;
}
