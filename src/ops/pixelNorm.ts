/**
 * Pixel normalisation of latents. Its gradient is an op of its own; that one's gradients are composed of tfjs ops that are
 * right at any order. It refuses pictures: the mapping network and its tests are its only users.
 * @see Karras 2018, section 4.2
 */
import * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { pixelNormFused, pixelNormGradientFused } from './kernels/pixelNorm.ts';

type None = Record<string, never>;

/** The paper's, so that a zero vector stays finite. */
const EPSILON = 1e-8;

const normalize: Op<None> = defineOp<None>({
  name: 'PixelNorm',
  fused: ([z]) => pixelNormFused(z as tf.Tensor, EPSILON),
  reference: ([z]) => composed(z as tf.Tensor),
  saves: [0],
  gradient: (dy, [z]) => [() => gradient([z as tf.Tensor, dy], {})],
});

const gradient: Op<None> = defineOp<None>({
  name: 'PixelNormGradient',
  fused: ([z, dy]) => pixelNormGradientFused(z as tf.Tensor, dy as tf.Tensor, EPSILON),
  reference: ([z, dy]) => composedGradient(z as tf.Tensor, dy as tf.Tensor),
  saves: [0, 1],
  gradient: (upstream, [z, dy]) => [
    () => curvature(z as tf.Tensor, dy as tf.Tensor, upstream),
    // The Jacobian is symmetric.
    () => gradient([z as tf.Tensor, upstream], {}),
  ],
});

function composed(z: tf.Tensor): tf.Tensor {
  return tf.mul(z, inverseRoot(z));
}

function composedGradient(z: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const inverse = inverseRoot(z); // [N,1]
  const along = tf.mul(tf.square(inverse), tf.mean(tf.mul(z, dy), 1, true)); // [N,1]
  return tf.mul(inverse, tf.sub(dy, tf.mul(along, z)));
}

/** The gradient in z of <u, composedGradient(z, dy)>. */
function curvature(z: tf.Tensor, dy: tf.Tensor, u: tf.Tensor): tf.Tensor {
  const mean = (a: tf.Tensor, b: tf.Tensor) => tf.mean(tf.mul(a, b), 1, true); // [N,1]
  const inverse = inverseRoot(z);
  const square = tf.square(inverse);
  const [zu, zd, ud] = [mean(z, u), mean(z, dy), mean(u, dy)];
  const bend = tf.mul(tf.mul(square, tf.mul(zu, zd)), THREE_FROM_CUBE);
  const along = tf.sub(bend, ud);
  const sum = tf.sub(tf.mul(along, z), tf.add(tf.mul(zu, dy), tf.mul(zd, u)));
  return tf.mul(tf.mul(inverse, square), sum);
}

/** The exponent of the inverse root's cube. */
const THREE_FROM_CUBE = 3;

function inverseRoot(z: tf.Tensor): tf.Tensor {
  return tf.rsqrt(tf.add(tf.mean(tf.square(z), 1, true), EPSILON)); // [N,1]
}

/** z [N,C] -> z / sqrt(mean of z^2 over C + 1e-8). Caller disposes. Any order. */
export function pixelNorm(z: tf.Tensor2D): tf.Tensor2D {
  return normalize([z], {}) as tf.Tensor2D;
}
