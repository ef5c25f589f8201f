/**
 * Moves the augmentation's probability p by how much the critic overfits, on the GPU: sums over an interval, then one step
 * of p towards the target. p and the sums are part of a run's state: both go into its checkpoints. It refuses to read
 * anything back and to know which loss is trained.
 * @see Karras 2020, "Training GANs with limited data", section 3
 */
import * as tf from '../gpu/tf.ts';

/** Iterations between two moves of p, as NVIDIA's ADA has it. */
export const AUGMENT_INTERVAL = 4;

/** Reals in a kimg. */
const THOUSAND = 1000;

export interface AugmentControl {
  /** [1], in [0,1]. */
  readonly p: tf.Variable;
  /** [2]: the signal's numerator and denominator, summed since the last move. */
  readonly sums: tf.Variable;
}

/** A control that starts at p, with empty sums unless it goes on with some. The caller disposes both variables. */
export function createAugmentControl(p: number, sums: readonly [number, number] = [0, 0]): AugmentControl {
  return tf.tidy(() => ({
    p: tf.variable(tf.tensor1d([p]), false),
    sums: tf.variable(tf.tensor1d([...sums]), false),
  }));
}

/** Sets p, as a person does who changes it while the run trains. */
export function setAugmentP({ p }: AugmentControl, value: number): void {
  tf.tidy(() => p.assign(tf.fill([1], value)));
}

/** For r_t = E[sign D(real)]: adds a batch that D learns from. real: D's logits of augmented reals, [N,1]. */
export function observeSigns(control: AugmentControl, real: tf.Tensor2D): void {
  tf.tidy(() => add(control, tf.sum(tf.sign(real)), tf.fill([], real.size)));
}

export interface HeldOutLogits {
  readonly train: tf.Tensor2D;
  readonly heldOut: tf.Tensor2D;
  readonly fake: tf.Tensor2D;
}

/**
 * For r_v = (E D(train) - E D(heldOut)) / (E D(train) - E D(fake)): adds one batch of each, D's logits of pictures augmented
 * alike, [N,1]; sizes may differ.
 */
export function observeHeldOut(control: AugmentControl, { train, heldOut, fake }: HeldOutLogits): void {
  tf.tidy(() => {
    const level = tf.mean(train);
    add(control, tf.sub(level, tf.mean(heldOut)), tf.sub(level, tf.mean(fake)));
  });
}

function add({ sums }: AugmentControl, numerator: tf.Tensor, denominator: tf.Tensor): void {
  sums.assign(tf.add(sums, tf.stack([numerator, denominator])));
}

export interface AugmentTempo {
  /** Where the signal is to be held. */
  readonly target: number;
  /** Reals shown since the last move: batch times interval. */
  readonly images: number;
  /** Thousands of reals over which p may go from 0 to 1. */
  readonly augmentKimg: number;
}

/**
 * p += sign(signal - target) * images / (1000 augmentKimg), kept in [0,1]; then the sums begin anew. Returns the signal for
 * the statistics; the caller disposes. A critic that rates fakes above its own training slices has not learnt them: the
 * signal is then 0. Without an observation p stays.
 */
export function moveAugmentP({ p, sums }: AugmentControl, { target, images, augmentKimg }: AugmentTempo): tf.Scalar {
  return tf.tidy(() => {
    const [numerator, denominator] = tf.unstack(sums) as [tf.Tensor, tf.Tensor];
    // The denominator where it is above 0, else 1, so that nothing is divided by 0.
    const isMeant = tf.step(denominator);
    const divisor = tf.add(tf.relu(denominator), tf.sub(1, isMeant));
    const signal = tf.div(tf.mul(numerator, isMeant), divisor);
    const wasObserved = tf.abs(tf.sign(denominator));
    const direction = tf.mul(tf.sign(tf.sub(signal, target)), wasObserved);
    const step = images / (augmentKimg * THOUSAND);
    p.assign(tf.clipByValue(tf.add(p, tf.mul(direction, step)), 0, 1));
    sums.assign(tf.fill([2], 0));
    return tf.reshape(signal, []) as tf.Scalar;
  });
}
