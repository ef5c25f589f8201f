/**
 * Adam, in place over many parameters in few dispatches. It refuses to hold anything: moments are the
 * caller's variables, and the step number comes with each call, so that a resumed run continues exactly.
 * @see Kingma and Ba 2015, algorithm 1
 */
import { atThisMoment } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import type { AdamSettings, AdamSlot } from './adamSlot.ts';
import { adamFused } from './kernels/inPlace.ts';
import { runsFused } from './mode.ts';
import { adamReference } from './references/adam.ts';

export type { AdamSettings, AdamSlot } from './adamSlot.ts';

/** A slot with both moments at zero. The caller disposes the moments. */
export function adamSlot(parameter: tf.Variable): AdamSlot {
  return tf.tidy(() => ({
    parameter,
    firstMoment: tf.variable(tf.fill(parameter.shape, 0), false),
    secondMoment: tf.variable(tf.fill(parameter.shape, 0), false),
  }));
}

/** One step on every slot. gradients: in the slots' order, each of its parameter's shape; they stay the caller's. */
export function adamStep(slots: readonly AdamSlot[], gradients: readonly tf.Tensor[], settings: AdamSettings): void {
  if (slots.length !== gradients.length)
    throw new Error(`adamStep got ${slots.length} parameters but ${gradients.length} gradients.`);
  const step = atThisMoment(settings.step);
  if (!(Number.isInteger(step) && step >= 1)) throw new Error(`adamStep counts steps from 1, and got ${step}.`);
  slots.forEach((slot, index) => {
    const gradient = gradients[index] as tf.Tensor;
    if (gradient.shape.join() !== slot.parameter.shape.join())
      throw new Error(`${slot.parameter.name} is [${slot.parameter.shape}] but its gradient is [${gradient.shape}].`);
  });
  if (settings.gradientScale && settings.gradientScale.size !== 1)
    throw new Error(`adamStep takes one scale for all gradients, not [${settings.gradientScale.shape}].`);
  if (runsFused()) adamFused(slots, gradients, settings);
  else for (const [index, slot] of slots.entries()) adamReference(slot, gradients[index] as tf.Tensor, settings);
}
