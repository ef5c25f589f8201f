/**
 * One iteration on the GPU: every phase that is due, then the averages. It reads nothing back and decides nothing about
 * time; the loop does.
 */
import * as tf from '../gpu/tf.ts';
import { W_AVG } from '../model/mapping.ts';
import type { ParamStore } from '../model/paramStore.ts';
import { BOX_TAPS, lerp } from '../model/synthesis.ts';
import { downsample2d, upsample2d } from '../ops/resample.ts';
import type { StatPath, StepStat } from '../protocol/stats.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { updateEma, updateStyleMean } from './average.ts';
import { applyGradients } from './optimizer.ts';
import { drawFakes, type Phase, type PhaseInputs } from './phases.ts';
import { emaBeta, type Moment } from './schedule.ts';
import type { TrainState } from './trainState.ts';

export type Reported = Partial<Record<StatPath, tf.Scalar>>;

/**
 * Runs the due phases on `reals` [N,R,R,1] (disposed here) and moves the averages. Returns the reported scalars; the caller
 * disposes them. Does not advance nimg or step.
 */
export function iterate(
  config: TrainConfig,
  state: TrainState,
  phases: readonly Phase[],
  now: Moment,
  reals: tf.Tensor4D,
): Reported {
  const alpha = now.alpha < 1 ? tf.scalar(now.alpha) : undefined;
  const crossfaded = alpha ? crossfadeReals(reals, alpha) : reals;
  const reported: Reported = {};
  let styles: tf.Tensor2D | undefined;
  const base: PhaseInputs = {
    config,
    shape: state.shape,
    G: state.G,
    D: state.D,
    step: state.step,
    resolution: now.resolution,
    reals: crossfaded,
    ...(alpha ? { alpha } : {}),
    report: (path, value) => {
      reported[path]?.dispose();
      reported[path] = tf.keep(tf.clone(value));
    },
    reportStyles: (w) => {
      styles = tf.keep(w);
    },
  };
  let fakes: tf.Tensor4D | undefined;
  for (const phase of phases) {
    if (state.step % phase.interval !== 0) continue;
    if (phase.net === 'D') fakes ??= tf.tidy(() => drawFakes(base, 'D').picture);
    stepNetwork(config, state, phase, now, fakes ? { ...base, fakes } : base);
    if (styles) {
      updateStyleMean(state.G, styles);
      styles = undefined;
    }
  }
  updateEma(state.GEma, state.G, emaBeta(config, now.batch, state.nimg), now.resolution);
  tf.dispose([reals, crossfaded, ...(alpha ? [alpha] : []), ...(fakes ? [fakes] : [])]);
  return reported;
}

/** Loss, gradients and one Adam step of one network. */
function stepNetwork(config: TrainConfig, state: TrainState, phase: Phase, now: Moment, inputs: PhaseInputs): void {
  const params = phase.net === 'G' ? state.G : state.D;
  const { value, gradients } = lossAndGradients(params, () => phase.loss(inputs));
  applyGradients(phase.net === 'G' ? state.optimizerG : state.optimizerD, params, gradients, {
    learningRate: (phase.net === 'G' ? now.gLr : now.dLr) * phase.correction,
    beta1: config.beta1 ** phase.correction,
    beta2: config.beta2 ** phase.correction,
  });
  tf.dispose([value, ...gradients.values()]);
}

/** Value and gradients by parameter name; parameters that the loss does not touch are left out. Caller disposes. */
export function lossAndGradients(
  params: ParamStore,
  loss: () => tf.Scalar,
): { value: tf.Scalar; gradients: Map<string, tf.Tensor> } {
  const trained = [...params].filter(([name]) => name !== W_AVG);
  const { value, grads } = tf.variableGrads(
    loss,
    trained.map(([, variable]) => variable),
  );
  const gradients = new Map<string, tf.Tensor>();
  for (const [name, variable] of trained) {
    const gradient = grads[variable.name];
    if (gradient) gradients.set(name, gradient);
  }
  return { value, gradients };
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
