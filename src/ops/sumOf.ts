/**
 * The sum of any number of tensors: tfjs adds all of them in one dispatch, and asks for more buffers than a GPU binds when
 * there are many. It refuses an empty list.
 */
import * as tf from '../gpu/tf.ts';

/** Storage buffers that every WebGPU device can bind in one dispatch, less the one for the result. */
const MOST_AT_ONCE = 7;

/** tensors of one shape -> their sum, of that shape, added from first to last. Caller disposes. Any order. */
export function sumOf<T extends tf.Tensor>(tensors: readonly T[]): T {
  if (tensors.length === 0) throw new Error('sumOf got no tensors to add.');
  return tf.tidy(() => {
    let sum = tf.addN(tensors.slice(0, MOST_AT_ONCE));
    for (let next = MOST_AT_ONCE; next < tensors.length; next += MOST_AT_ONCE - 1)
      sum = tf.addN([sum, ...tensors.slice(next, next + MOST_AT_ONCE - 1)]);
    return sum as T;
  });
}
