/** Gradients of a loss in a network's parameters, by name, over one batch or summed over the parts of one. */
import { type Arena, gatherInto } from '../gpu/arena.ts';
import * as tf from '../gpu/tf.ts';
import { W_AVG } from '../model/mapping.ts';
import type { ParamStore } from '../model/paramStore.ts';
import { addInto } from '../ops/addInto.ts';

type Gradients = Map<string, tf.Tensor>;

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

/** What an arena of gradients holds. */
export interface Collected {
  /** The parameters that have a gradient there; what others hold is old. */
  readonly reached: ReadonlySet<string>;
  /** Gradients are sums over so many parts. */
  readonly parts: number;
}

/**
 * The sum of the gradients of `parts` losses into `arena`, one after the other so that only one's activations are alive.
 */
export function collectGradients(
  arena: Arena,
  params: ParamStore,
  parts: number,
  lossOf: (part: number) => tf.Scalar,
): Collected {
  const reached = new Set<string>();
  for (let part = 0; part < parts; part++) {
    const { value, gradients } = lossAndGradients(params, () => lossOf(part));
    const isKnown = ([name]: readonly [string, tf.Tensor]) => reached.has(name);
    addInto(arena, new Map([...gradients].filter(isKnown)));
    gatherInto(arena, new Map([...gradients].filter((entry) => !isKnown(entry))));
    for (const name of gradients.keys()) reached.add(name);
    tf.dispose([value, ...gradients.values()]);
  }
  return { reached, parts };
}
