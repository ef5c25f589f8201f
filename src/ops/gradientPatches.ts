/**
 * Repairs tfjs 4.22's own gradients where they are wrong, throw or upload arrays when a gradient is differentiated. It
 * refuses to change any forward result. Ops that are ours (convolution, leaky ReLU, resampling) need no patch.
 *
 * Stock gradients that use a saved output are silently wrong at second order, because that output is not on the tape:
 * they are recomputed from the input here. Stock gradients of sum and mean upload an array of ones each time.
 */
import * as tf from '../gpu/tf.ts';

type UnaryGradient = (dy: tf.Tensor, x: tf.Tensor) => tf.Tensor;

const UNARY: Readonly<Record<string, UnaryGradient>> = {
  Exp: (dy, x) => tf.mul(dy, tf.exp(x)),
  Sigmoid: (dy, x) => {
    const y = tf.sigmoid(x);
    return tf.mul(dy, tf.sub(y, tf.square(y)));
  },
  Tanh: (dy, x) => tf.sub(dy, tf.mul(dy, tf.square(tf.tanh(x)))),
};

const COMPARISONS = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual', 'LogicalAnd', 'LogicalOr'];

let patched = false;

/** Idempotent. */
export function patchGradients(): void {
  if (patched) return;
  patched = true;
  for (const [kernelName, gradient] of Object.entries(UNARY))
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (dy, [x]) => ({ x: () => gradient(dy as tf.Tensor, x as tf.Tensor) }),
    });
  for (const kernelName of COMPARISONS)
    tf.registerGradient({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (_, [a, b]) => ({ a: () => zerosOf(a as tf.Tensor), b: () => zerosOf(b as tf.Tensor) }),
    });
  for (const kernelName of ['Sum', 'Mean'])
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (dy, [x], attrs) => ({
        x: () => spread(dy as tf.Tensor, x as tf.Tensor, attrs.axis as number | number[], kernelName === 'Mean'),
      }),
    });
}

/** A comparison is flat wherever it has a gradient; tfjs wants that said as a float32 tensor. */
function zerosOf(x: tf.Tensor): tf.Tensor {
  return tf.fill(x.shape, 0);
}

/** The adjoint of a sum over `axis`: dy on every element that went into it, divided by their number for a mean. */
function spread(dy: tf.Tensor, x: tf.Tensor, axis: number | number[], isMean: boolean): tf.Tensor {
  const kept = x.shape.slice();
  let count = 1;
  for (const dimension of tf.util.parseAxisParam(axis, x.shape)) {
    count *= kept[dimension] as number;
    kept[dimension] = 1;
  }
  return tf.mul(tf.reshape(dy, kept), tf.fill(x.shape, isMean ? 1 / count : 1));
}
