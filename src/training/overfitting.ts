/**
 * Every few iterations: how far the critic has learnt its slices by heart, and the augmentation's next probability. All of
 * it stays on the GPU. It refuses to do anything where the augmentation does not adapt.
 * @see Karras 2020, "Training GANs with limited data", section 3
 */
import * as tf from '../gpu/tf.ts';
import type { Labels } from '../model/labels.ts';
import type { Pictures } from '../model/pictures.ts';
import { AUGMENT_SIGNALS } from '../protocol/augmentation.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { AUGMENT_INTERVAL, moveAugmentP, observeHeldOut } from './augmentControl.ts';
import { criticOf, type PhaseInputs } from './phaseLosses.ts';
import type { Reports } from './reports.ts';
import type { Moment } from './schedule.ts';
import type { TrainState } from './trainState.ts';

type AugmentConfig = Pick<TrainConfig, 'augment' | 'loss'>;

/** Whether the sign of the critic's logits drives p: every critic step then counts. */
export function observesSigns({ augment, loss }: AugmentConfig): boolean {
  return augment === 'ada' && AUGMENT_SIGNALS[loss] === 'sign';
}

/** Whether `iteration` needs held-out slices beside its batch. */
export function needsHeldOut({ augment, loss }: AugmentConfig, iteration: number): boolean {
  return augment === 'ada' && AUGMENT_SIGNALS[loss] === 'heldOut' && moves(iteration);
}

/** Whether `iteration` looks at the augmentation's probability. */
export function movesAugmentation({ augment }: Pick<TrainConfig, 'augment'>, iteration: number): boolean {
  return augment !== 'none' && moves(iteration);
}

const moves = (iteration: number) => (iteration + 1) % AUGMENT_INTERVAL === 0;

/** Slices never trained on, at the network's scales. */
export interface HeldOut {
  readonly pictures: Pictures;
  readonly labels?: Labels;
}

/**
 * Observes and moves p where the iteration is due. inputs: the critic's phase of this iteration, with its fakes. Call
 * inside a tidy.
 */
export function adaptAugmentation(
  config: TrainConfig,
  state: TrainState,
  now: Moment,
  inputs: PhaseInputs,
  heldOut: HeldOut | undefined,
  report: Reports['add'],
): void {
  if (!movesAugmentation(config, state.step)) return;
  if (heldOut) observeHeldOut(state.augment, logitsOf(inputs, heldOut));
  if (config.augment === 'ada') {
    const images = now.batch * AUGMENT_INTERVAL;
    const tempo = { target: config.augmentTarget, images, augmentKimg: config.augmentKimg };
    report('Progress/overfitting', moveAugmentP(state.augment, tempo));
  }
  report('Progress/augment', tf.reshape(state.augment.p, []) as tf.Scalar);
}

function logitsOf(inputs: PhaseInputs, { pictures, labels }: HeldOut) {
  const { reals, realLabels, fakes, fakeLabels } = inputs;
  if (!fakes) throw new Error('The look for overfitting compares with fakes, and got none.');
  return {
    train: criticOf(inputs, realLabels, 'real')(reals),
    heldOut: criticOf(inputs, labels, 'heldOut')(pictures),
    fake: criticOf(inputs, fakeLabels, 'fake')(fakes),
  };
}
