/**
 * Adam, in place over all parameters of a network, with their moving average, in one dispatch. It refuses to hold anything:
 * the arenas are the caller's, and the step number comes with each call, so that a resumed run continues exactly.
 * @see Kingma and Ba 2015, algorithm 1
 */
import { atThisMoment } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { type AdamArenas, type AdamSettings, type Average, ROLE, type Roles } from './adamArenas.ts';
import { averageArena } from './ema.ts';
import { adamFused } from './kernels/adam.ts';
import { runsFused } from './mode.ts';
import { adamReference } from './references/adam.ts';

export { type AdamArenas, type AdamSettings, type Average, ROLE, type Roles } from './adamArenas.ts';

/** One step: each parameter as its role says, and then its average where there is one. */
export function adamStep(arenas: AdamArenas, roles: Roles, settings: AdamSettings, average?: Average): void {
  const { parameters } = arenas;
  const step = atThisMoment(settings.step);
  if (!(Number.isInteger(step) && step >= 1)) throw new Error(`adamStep counts steps from 1, and got ${step}.`);
  if (roles.length !== parameters.variables.size)
    throw new Error(`adamStep got ${parameters.variables.size} parameters but ${roles.length} roles.`);
  if (settings.gradientScale && settings.gradientScale.size !== 1)
    throw new Error(`adamStep takes one scale for all gradients, not [${settings.gradientScale.shape}].`);
  if (settings.fault && settings.fault.size !== 1)
    throw new Error(`adamStep reports faults into one element, not [${settings.fault.shape}].`);
  if (runsFused() && parameters.whole) adamFused(arenas, roles, settings, average);
  else {
    [...parameters.variables.keys()].forEach((name, i) => {
      const role = roles[i] as number;
      if (role & ROLE.steps) adamReference(arenas, name, Boolean(role & ROLE.hasGradient), settings);
    });
    if (average) averageArena(parameters, roles, average);
    if (settings.fault) watchReference(settings.fault, arenas, average);
  }
}

/** x * 0 is 0 for finite numbers alone, and what is not a number stays in every sum. */
function watchReference(
  fault: tf.Variable,
  { parameters, firstMoments, secondMoments }: AdamArenas,
  average?: Average,
) {
  const watched = [parameters, firstMoments, secondMoments, ...(average ? [average.arena] : [])];
  tf.tidy(() => {
    for (const { variables } of watched)
      for (const variable of variables.values())
        fault.assign(tf.add(fault, tf.reshape(tf.sum(tf.mul(variable, 0)), [1])));
  });
}
