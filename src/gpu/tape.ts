/** Whether what runs now is being recorded for a gradient. It refuses to record anything itself (tfjs does). */
import * as tf from './tf.ts';

/**
 * True inside a taped function, and inside the gradient functions of a gradient that will itself be differentiated. Where
 * it is false in a gradient function, nobody will ask for a second derivative, and one fused kernel may do what otherwise
 * several differentiable ops do.
 */
export function isTaped(): boolean {
  return tf.engine().state.gradientDepth > 0;
}

/**
 * True inside a taped function whose gradient will itself be differentiated: such a one runs inside another's. An op whose
 * fused gradient has no gradient of its own runs composed there.
 */
export function isTapedTwice(): boolean {
  return tf.engine().state.gradientDepth > 1;
}
