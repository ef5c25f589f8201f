/**
 * Several gradients that one kernel makes at once, while the tape asks for each on its own and perhaps not for all. It
 * refuses gradients that will be differentiated.
 */
import { emptyTensor } from '../gpu/commandStream.ts';
import { isTaped } from '../gpu/tape.ts';
import * as tf from '../gpu/tf.ts';

/**
 * One thunk a shape; the first that is called has `fill` write all tensors, on the webgpu backend. Call in a gradient
 * function, not in one of its thunks: the tensors that are not asked for are freed with the gradient.
 */
export function filledTogether(
  shapes: readonly number[][],
  fill: (tensors: readonly tf.TensorInfo[]) => void,
): (() => tf.Tensor)[] {
  if (isTaped()) throw new Error('Gradients that one kernel makes cannot be differentiated: compose them here.');
  // No memory yet: a tensor gets its buffer when a kernel first writes it.
  const infos = shapes.map((shape) => emptyTensor([...shape]));
  const tensors = infos.map((info) => tf.engine().makeTensorFromTensorInfo(info));
  let isFilled = false;
  return tensors.map((tensor) => () => {
    if (!isFilled) fill(infos);
    isFilled = true;
    return tensor;
  });
}
