/**
 * Adds a plane of noise to every channel, scaled by a learnt strength; with the weighted sum that is its gradient in the
 * strength, and the noise alone, which is the sum's: bilinear, so differentiable to any order. It refuses to draw noise.
 * @see Karras 2019, section 2
 */
import * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { addNoiseFused, spreadNoiseFused } from './kernels/addNoise.ts';
import { channelSumFused } from './kernels/channelSum.ts';

type None = Record<string, never>;
type Shape = { shape: number[] };

const add: Op<None> = defineOp<None>({
  name: 'AddNoise',
  fused: ([x, noise, strength]) => addNoiseFused(x as tf.Tensor, noise as tf.Tensor, strength as tf.Tensor),
  reference: ([x, noise, strength]) => tf.add(x as tf.Tensor, tf.mul(noise as tf.Tensor, strength as tf.Tensor)),
  saves: [1, 2],
  gradient: (dy, [noise, strength]) => [
    () => tf.clone(dy),
    () => noiseGradient(dy, planesOf(noise), strength as tf.Tensor),
    () => {
      const perChannel = weightedSum([dy, noise as tf.Tensor], {});
      return (strength as tf.Tensor).size === 1 ? tf.reshape(tf.sum(perChannel), [1]) : perChannel;
    },
  ],
});

/** dy [N,H,W,C], noise [N or 1,H,W,1] -> [C]: the sum over pixels of dy times its pixel's noise. */
const weightedSum: Op<None> = defineOp<None>({
  name: 'NoiseWeightedSum',
  fused: ([dy, noise]) => channelSumFused(dy as tf.Tensor, noise as tf.Tensor),
  reference: ([dy, noise]) => tf.sum(tf.mul(dy as tf.Tensor, noise as tf.Tensor), [0, 1, 2]),
  saves: [0, 1],
  gradient: (upstream, [dy, noise]) => [
    () => spread([noise as tf.Tensor, upstream], { shape: (dy as tf.Tensor).shape }),
    () => noiseGradient(dy as tf.Tensor, planesOf(noise), upstream),
  ],
});

/** noise [N or 1,H,W,1], strength [C] -> noise * strength, repeated to `shape` [N,H,W,C]. */
const spread: Op<Shape> = defineOp<Shape>({
  name: 'NoiseSpread',
  fused: ([noise, strength], { shape }) => spreadNoiseFused(noise as tf.Tensor, strength as tf.Tensor, shape),
  reference: ([noise, strength], { shape }) =>
    tf.add(tf.fill(shape, 0), tf.mul(noise as tf.Tensor, strength as tf.Tensor)),
  saves: [0, 1],
  gradient: (dy, [noise, strength]) => [
    () => noiseGradient(dy, planesOf(noise), strength as tf.Tensor),
    () => weightedSum([dy, noise as tf.Tensor], {}),
  ],
});

function planesOf(noise: tf.Tensor | undefined): number {
  return (noise as tf.Tensor).shape[0] as number;
}

/**
 * The gradient of `planes` (N or 1) planes of noise, [planes,H,W,1]. dy [N,H,W,C], strength [1 or C]. Of tfjs's ops: only
 * the projection of pictures learns its noise. Caller disposes. Any order.
 */
export function noiseGradient(dy: tf.Tensor, planes: number, strength: tf.Tensor): tf.Tensor {
  const perPixel = tf.sum(tf.mul(dy, strength), 3, true); // [N,H,W,1]
  return planes === dy.shape[0] ? perPixel : tf.sum(perPixel, 0, true);
}

/** x [N,H,W,C] + noise [N or 1,H,W,1] * strength [1 or C] -> [N,H,W,C]. Caller disposes. Any order. */
export function addNoise(x: tf.Tensor4D, noise: tf.Tensor4D, strength: tf.Tensor1D): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  const planes = noise.shape[0];
  if ((planes !== count && planes !== 1) || noise.shape.slice(1).join() !== [height, width, 1].join())
    throw new Error(
      `addNoise got x [${x.shape}] and noise [${noise.shape}]: the noise must be [${count} or 1,${height},${width},1].`,
    );
  if (strength.size !== 1 && strength.size !== channels)
    throw new Error(`addNoise got x [${x.shape}] and strength [${strength.shape}]: one strength, or one a channel.`);
  return add([x, noise, strength], {}) as tf.Tensor4D;
}
