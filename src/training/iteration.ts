/**
 * One iteration on the GPU: every phase that is due, then the averages. It reads nothing back and decides nothing about
 * time; the loop does.
 */
import type { Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { architectureOf } from '../model/architectures.ts';
import { BOX_TAPS, lerp, type Pictures, pyramidOf } from '../model/pictures.ts';
import { liveNumber } from '../ops/liveNumber.ts';
import { downsample2d, upsample2d } from '../ops/resample.ts';
import { augmentPlan } from '../protocol/augmentation.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { STREAM } from '../random/streams.ts';
import { observeSigns } from './augmentControl.ts';
import { type Averaging, averagingOf, updateEma, updateStyleMean } from './average.ts';
import type { PreparedBatch } from './feed.ts';
import { collectGradients } from './gradients.ts';
import { createLabeller } from './labels.ts';
import { applyGradients } from './optimizer.ts';
import { adaptAugmentation, movesAugmentation, needsHeldOut, observesSigns } from './overfitting.ts';
import { drawFakes, type PhaseInputs } from './phaseLosses.ts';
import type { Phase } from './phases.ts';
import { createReports, type Reported } from './reports.ts';
import { emaBeta, type Moment } from './schedule.ts';
import type { TrainState } from './trainState.ts';

/** What an iteration asks for anew each time it runs, recorded or not. */
export interface Clock {
  readonly moment: () => Moment;
  /** The draw of the due phase of that place, at this moment. */
  readonly draw: (place: number) => number;
}

/**
 * Runs the phases and moves the averages. `now` may be asked for what stays as it is in all iterations of one variant (see
 * variantOf); what does not comes from the clock. The feed's batch is prepared, with held-out slices where needsHeldOut
 * says so. The caller disposes the reports. Does not advance nimg, step, or the optimizers' steps.
 */
export function iterate(
  config: TrainConfig,
  state: TrainState,
  due: readonly Phase[],
  now: Moment,
  clock: Clock,
  feed: PreparedBatch,
): Reported {
  const reports = createReports();
  tf.tidy(() => {
    const base = inputsOfStep(config, state, now, clock, feed, reports.add);
    const parts = partsOf(base.reals, config.accumulation);
    const strength = now.labelStrength < 1 ? () => clock.moment().labelStrength : undefined;
    const labeller = createLabeller(config, state.shape, feed, now.batch, strength);
    let fakes: Pictures[] | undefined;
    const inputsOf = (place: number, part: number): PhaseInputs => {
      const draw: Live = () => clock.draw(place) * parts.length + part;
      return {
        ...base,
        reals: parts[part] as Pictures,
        draw,
        ...labeller.realsOf(part, parts.length),
        ...labeller.fakesOf(due[place]?.net === 'G' ? STREAM.label : STREAM.labelD, draw, parts.length),
      };
    };
    const averaging = averagingOf(state.GEma, () => emaBeta(config, clock.moment().batch, state.nimg), now.resolution);
    const lastOfG = due.findLastIndex(({ net }) => net === 'G');
    due.forEach((phase, place) => {
      if (phase.net === 'D')
        fakes ??= parts.map((_, part) => tf.tidy(() => [...drawFakes(inputsOf(place, part), 'D').pictures]));
      const ordinal = due.slice(0, place + 1).filter(({ net }) => net === phase.net).length;
      const inputs = (part: number) => ({
        ...inputsOf(place, part),
        ...(fakes ? { fakes: fakes[part] as Pictures } : {}),
      });
      stepNetwork(
        config,
        state,
        { phase, ordinal, parts: parts.length },
        clock,
        inputs,
        place === lastOfG ? averaging : undefined,
      );
    });
    if (lastOfG < 0) updateEma(state.G, averaging);
    if (fakes) {
      const inputs = { ...inputsOf(due.length - 1, 0), fakes: fakes[0] as Pictures };
      const heldOut = needsHeldOut(config, state.step)
        ? {
            pictures: asSeen(state, now, feed.heldOutPictures(now.batch, now.resolution), base.alpha),
            ...labeller.heldOut(),
          }
        : undefined;
      adaptAugmentation(config, state, now, inputs, heldOut, reports.add);
    }
  });
  return reports.means();
}

/**
 * Names all on which the operations of an iteration depend, beside the settings and the networks: iterations of one name
 * differ in live numbers and in the contents of the batch alone.
 */
export function variantOf(config: TrainConfig, due: readonly Phase[], now: Moment, iteration: number): string {
  const { resolution, batch, alpha, labelStrength } = now;
  return [
    `${resolution} px, batch ${batch}`,
    due.map(({ name }) => name).join('+'),
    ...(alpha < 1 ? ['fading'] : []),
    ...(config.conditional && labelStrength < 1 ? ['learning classes'] : []),
    ...(movesAugmentation(config, iteration) ? ['moving p'] : []),
  ].join(', ');
}

/** What all phases of the iteration share. Call inside a tidy. */
function inputsOfStep(
  config: TrainConfig,
  state: TrainState,
  now: Moment,
  clock: Clock,
  feed: PreparedBatch,
  report: PhaseInputs['report'],
): Omit<PhaseInputs, 'draw'> {
  const { shape, G, D } = state;
  const alpha = now.alpha < 1 ? liveNumber(() => clock.moment().alpha) : undefined;
  return {
    config,
    shape,
    G,
    D,
    resolution: now.resolution,
    reals: asSeen(state, now, feed.pictures(now.batch, now.resolution), alpha),
    ...(alpha ? { alpha } : {}),
    ...(config.augment === 'none'
      ? {}
      : { augmentation: { plan: augmentPlan(config.augmentOps), p: state.augment.p } }),
    reportReal: (logits) => {
      if (observesSigns(config)) observeSigns(state.augment, logits());
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
  { phase, ordinal, parts }: { readonly phase: Phase; readonly ordinal: number; readonly parts: number },
  clock: Clock,
  inputsOf: (part: number) => PhaseInputs,
  averaging: Averaging | undefined,
): void {
  const [params, optimizer] = phase.net === 'G' ? [state.G, state.optimizerG] : [state.D, state.optimizerD];
  const rate = () => (phase.net === 'G' ? clock.moment().gLr : clock.moment().dLr);
  const collected = collectGradients(optimizer.arenas.gradients, params, parts, (part) => phase.loss(inputsOf(part)));
  const rates = {
    learningRate: () => rate() * phase.correction,
    beta1: config.beta1 ** phase.correction,
    beta2: config.beta2 ** phase.correction,
    clipNorm: config.clipNorm,
  };
  applyGradients(optimizer, collected, rates, ordinal, averaging);
}

/** Reals as a half-grown network should see them: crossfaded with their own 2x2 mean. Disposes nothing. */
function crossfadeReals(reals: tf.Tensor4D, alpha: tf.Scalar): tf.Tensor4D {
  return tf.tidy(() => lerp(upsample2d(downsample2d(reals, BOX_TAPS), BOX_TAPS), reals, alpha));
}
