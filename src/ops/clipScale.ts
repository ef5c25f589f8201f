/**
 * The factor that makes all gradients of a network together no longer than allowed. It refuses to be differentiated.
 * @see Pascanu 2013, algorithm 1
 */
import type { Arena } from '../gpu/arena.ts';
import * as tf from '../gpu/tf.ts';
import { ROLE, type Roles } from './adamArenas.ts';
import { clipScaleFused } from './kernels/clipScale.ts';
import { runsFused } from './mode.ts';

/**
 * longest / max(length, longest) -> [], the length taken over share * gradient of the parameters whose roles have one, in a
 * fixed order: 1 for short gradients, and never a division by zero. Caller disposes. No gradient.
 */
export function clipScale(gradients: Arena, roles: Roles, share: number, longest: number): tf.Scalar {
  if (!(longest > 0)) throw new Error(`Gradients are clipped to a length above 0, and not to ${longest}.`);
  if (runsFused() && gradients.whole)
    return tf.engine().makeTensorFromTensorInfo(clipScaleFused(gradients, roles, share, longest)) as tf.Scalar;
  return tf.tidy(() => {
    const reached = [...gradients.variables.values()].filter((_, i) => (roles[i] as number) & ROLE.hasGradient);
    const squares = reached.map((gradient) => tf.sum(tf.square(tf.mul(gradient, share))));
    // One after the other: addN would bind more buffers at once than a GPU has.
    const length = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square), tf.fill([], 0)));
    return tf.div(longest, tf.maximum(length, longest));
  });
}
