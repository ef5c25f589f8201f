/** Says at a network's entry which shape was wanted and which came, before a kernel reads past a buffer. */
import type * as tf from '../gpu/tf.ts';

/** Throws unless `tensor` has the shape; null allows any side. */
export function assertShape(tensor: tf.Tensor, shape: readonly (number | null)[], what: string): void {
  const fits =
    tensor.rank === shape.length && shape.every((side, axis) => side === null || side === tensor.shape[axis]);
  if (!fits) throw new Error(`${what} must have shape [${shape.map((s) => s ?? 'any')}], but has [${tensor.shape}].`);
}
