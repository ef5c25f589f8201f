/**
 * Adaptive instance normalisation: each sample's channels are brought to mean 0 and variance 1 over the picture, then
 * scaled and shifted by the style. It refuses to compute the style, and, when fused, a second derivative.
 * @see Karras 2019, eq. 1
 */
import * as tf from '../gpu/tf.ts';
import { adaInFused, adaInGradientFused } from './kernels/adaIn.ts';
import { runsFused } from './mode.ts';
import { adaInReference } from './references/adaIn.ts';

/** Added to the variance, as NVIDIA's StyleGAN does. */
const EPSILON = 1e-8;

const FORWARD = 'GyrusAdaIn';
/** Without a gradient: tfjs then throws at second order instead of leaving a term out. */
const GRADIENT = 'GyrusAdaInGradient';

tf.registerKernel({
  kernelName: FORWARD,
  backendName: 'webgpu',
  kernelFunc: ({ inputs }) => {
    const { x, scale, shift } = inputs as tf.NamedTensorMap;
    return adaInFused(x as tf.Tensor, scale as tf.Tensor, shift as tf.Tensor, EPSILON);
  },
});

tf.registerKernel({
  kernelName: GRADIENT,
  backendName: 'webgpu',
  kernelFunc: ({ inputs }) => {
    const { dy, x, scale, statistics } = inputs as tf.NamedTensorMap;
    return adaInGradientFused(dy as tf.Tensor, x as tf.Tensor, scale as tf.Tensor, statistics as tf.Tensor);
  },
});

tf.registerGradient({
  kernelName: FORWARD,
  inputsToSave: ['x', 'scale'],
  outputsToSave: [false, true],
  gradFunc: (dys, [x, scale, statistics]) => {
    const [dy] = dys as tf.Tensor[];
    const inputs = { dy, x, scale, statistics } as tf.NamedTensorMap;
    // One dispatch makes all three, so they are made here and not in the thunks.
    const [dx, dscale, dshift] = tf.engine().runKernel<tf.Tensor[]>(GRADIENT, inputs) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    return { x: () => dx, scale: () => dscale, shift: () => dshift };
  },
});

/**
 * normalised(x) * (scale + 1) + shift. x [N,H,W,C], scale and shift [N,C] -> [N,H,W,C]. Biased variance over H and W.
 * Caller disposes. First order.
 */
export function adaIn(x: tf.Tensor4D, scale: tf.Tensor2D, shift: tf.Tensor2D): tf.Tensor4D {
  const style = [x.shape[0], x.shape[3]].join();
  if (scale.shape.join() !== style || shift.shape.join() !== style)
    throw new Error(
      `adaIn got x [${x.shape}] with scale [${scale.shape}] and shift [${shift.shape}]: both must be [${style}].`,
    );
  return tf.tidy(() => {
    if (!runsFused()) return adaInReference(x, scale, shift, EPSILON);
    const [y] = tf.engine().runKernel<tf.Tensor[]>(FORWARD, { x, scale, shift });
    return y as tf.Tensor4D;
  });
}
