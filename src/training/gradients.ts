/** Gradients of a loss in a network's parameters, by name, over one batch or averaged over the parts of one. */
import * as tf from '../gpu/tf.ts';
import { W_AVG } from '../model/mapping.ts';
import type { ParamStore } from '../model/paramStore.ts';

export type Gradients = Map<string, tf.Tensor>;

/** Value and gradients; parameters that the loss does not touch are left out. Caller disposes. */
export function lossAndGradients(
  params: ParamStore,
  loss: () => tf.Scalar,
): { value: tf.Scalar; gradients: Gradients } {
  const trained = [...params].filter(([name]) => name !== W_AVG);
  const { value, grads } = tf.variableGrads(
    loss,
    trained.map(([, variable]) => variable),
  );
  const gradients: Gradients = new Map();
  for (const [name, variable] of trained) {
    const gradient = grads[variable.name];
    if (gradient) gradients.set(name, gradient);
  }
  return { value, gradients };
}

/** The mean of the gradients of `parts` losses, one after the other so that only one's activations are alive. Caller disposes. */
export function averagedGradients(params: ParamStore, parts: number, lossOf: (part: number) => tf.Scalar): Gradients {
  let sum: Gradients = new Map();
  for (let part = 0; part < parts; part++) {
    const { value, gradients } = lossAndGradients(params, () => lossOf(part));
    value.dispose();
    sum = part === 0 ? gradients : added(sum, gradients);
  }
  return parts === 1 ? sum : scaled(sum, 1 / parts);
}

/** The entries' sums; disposes both. */
function added(a: Gradients, b: Gradients): Gradients {
  const sum: Gradients = new Map();
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const terms = [a.get(name), b.get(name)].filter((term) => term !== undefined);
    sum.set(name, tf.addN(terms));
  }
  tf.dispose([...a.values(), ...b.values()]);
  return sum;
}

/** Disposes `gradients`. */
function scaled(gradients: Gradients, factor: number): Gradients {
  const result: Gradients = new Map([...gradients].map(([name, gradient]) => [name, tf.mul(gradient, factor)]));
  tf.dispose([...gradients.values()]);
  return result;
}
