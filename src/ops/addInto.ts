/** Adds tensors to variables of an arena, in their places: gradients of the parts of a batch. It refuses to be differentiated. */
import type { Arena } from '../gpu/arena.ts';
import * as tf from '../gpu/tf.ts';
import { addIntoFused } from './kernels/addInto.ts';
import { runsFused } from './mode.ts';

/** variable += tensor for each name; other variables stay as they are. The tensors stay the caller's. No gradient. */
export function addInto(arena: Arena, tensors: ReadonlyMap<string, tf.Tensor>): void {
  const pairs = [...tensors].map(([name, tensor]) => {
    const variable = arena.variables.get(name);
    if (variable?.shape.join() !== tensor.shape.join())
      throw new Error(`A tensor [${tensor.shape}] cannot be added to ${name}, which is [${variable?.shape}].`);
    return { variable, tensor };
  });
  if (runsFused()) addIntoFused(pairs);
  else for (const { variable, tensor } of pairs) tf.tidy(() => variable.assign(tf.add(variable, tensor)));
}
