/** One Adam step in stock tfjs ops: the oracle for the fused kernel, and what runs on the CPU backend. */
import { atThisMoment } from '../../gpu/live.ts';
import * as tf from '../../gpu/tf.ts';
import type { AdamArenas, AdamSettings } from '../adamArenas.ts';

/** Updates one parameter and its moments; without a gradient of its own it takes zero. */
export function adamReference(arenas: AdamArenas, name: string, hasGradient: boolean, settings: AdamSettings): void {
  const { beta1, beta2, epsilon, gradientShare, gradientScale } = settings;
  const [learningRate, step] = [atThisMoment(settings.learningRate), atThisMoment(settings.step)];
  const [parameter, given, firstMoment, secondMoment] = [
    arenas.parameters,
    arenas.gradients,
    arenas.firstMoments,
    arenas.secondMoments,
  ].map(({ variables }) => variables.get(name)) as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
  tf.tidy(() => {
    const shared = hasGradient ? tf.mul(given, gradientShare) : tf.fill(given.shape, 0);
    const gradient = gradientScale ? tf.mul(shared, tf.reshape(gradientScale, [])) : shared;
    const first = tf.add(tf.mul(firstMoment, beta1), tf.mul(gradient, 1 - beta1));
    const second = tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const corrected = tf.sqrt(tf.div(second, 1 - beta2 ** step));
    const change = tf.div(tf.mul(first, learningRate / (1 - beta1 ** step)), tf.add(corrected, epsilon));
    parameter.assign(tf.sub(parameter, change));
    firstMoment.assign(first);
    secondMoment.assign(second);
  });
}
