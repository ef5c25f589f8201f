/** One Adam step in stock tfjs ops: the oracle for the fused kernel, and what runs on the CPU backend. */
import { atThisMoment } from '../../gpu/live.ts';
import * as tf from '../../gpu/tf.ts';
import type { AdamSettings, AdamSlot } from '../adamSlot.ts';

/** Updates the slot's three variables. given: the gradient, of the parameter's shape. */
export function adamReference(slot: AdamSlot, given: tf.Tensor, settings: AdamSettings): void {
  const { beta1, beta2, epsilon, gradientScale } = settings;
  const [learningRate, step] = [atThisMoment(settings.learningRate), atThisMoment(settings.step)];
  tf.tidy(() => {
    const gradient = gradientScale ? tf.mul(given, tf.reshape(gradientScale, [])) : given;
    const first = tf.add(tf.mul(slot.firstMoment, beta1), tf.mul(gradient, 1 - beta1));
    const second = tf.add(tf.mul(slot.secondMoment, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const corrected = tf.sqrt(tf.div(second, 1 - beta2 ** step));
    const change = tf.div(tf.mul(first, learningRate / (1 - beta1 ** step)), tf.add(corrected, epsilon));
    slot.parameter.assign(tf.sub(slot.parameter, change));
    slot.firstMoment.assign(first);
    slot.secondMoment.assign(second);
  });
}
