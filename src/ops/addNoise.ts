/**
 * Adds a plane of noise to every channel, scaled by a learnt strength. First order only when fused. It refuses to draw
 * the noise.
 * @see Karras 2019, section 2
 */
import * as tf from '../gpu/tf.ts';
import './defineOp.ts';

/** x [N,H,W,C] + noise [N or 1,H,W,1] * strength [1 or C] -> [N,H,W,C]. Caller disposes. */
export function addNoise(x: tf.Tensor4D, noise: tf.Tensor4D, strength: tf.Tensor1D): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  const planes = noise.shape[0];
  if ((planes !== count && planes !== 1) || noise.shape.slice(1).join() !== [height, width, 1].join())
    throw new Error(
      `addNoise got x [${x.shape}] and noise [${noise.shape}]: the noise must be [${count} or 1,${height},${width},1].`,
    );
  if (strength.size !== 1 && strength.size !== channels)
    throw new Error(`addNoise got x [${x.shape}] and strength [${strength.shape}]: one strength, or one a channel.`);
  return tf.tidy(() => tf.add(x, tf.mul(noise, strength)) as tf.Tensor4D);
}
