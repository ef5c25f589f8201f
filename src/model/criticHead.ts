/**
 * The end of every critic at 4x4: minibatch standard deviation, one convolution, two fully connected layers, and the
 * projection on the class where there are classes. It refuses to know how its features came about.
 * @see Karras 2018, appendix A; Miyato and Koyama 2018, "cGANs with projection discriminator", eq. 4
 */
import * as tf from '../gpu/tf.ts';
import { fullyConnected } from '../ops/fullyConnected.ts';
import { minibatchStd } from '../ops/minibatchStd.ts';
import type { CriticInputs } from './architecture.ts';
import type { Labels } from './labels.ts';
import { convLayer, convSpecs, denseLayer, denseSpecs, leaky, linear } from './layers.ts';
import { CONSTANT_SIDE, featureMaps, type NetworkShape } from './networkShape.ts';
import { type ParamSpec, type ParamStore, param } from './paramStore.ts';

export function criticHeadSpecs(shape: NetworkShape): ParamSpec[] {
  const maps = featureMaps(shape, CONSTANT_SIDE);
  const specs = [
    ...convSpecs('b4.conv', 3, maps + 1, maps),
    ...denseSpecs('b4.fc', maps * CONSTANT_SIDE * CONSTANT_SIDE, maps),
    ...denseSpecs('b4.out', maps, 1),
  ];
  if (shape.classes > 0)
    specs.push({ name: 'b4.embed.weight', shape: [shape.classes, maps], init: { kind: 'normal', std: 1 } });
  return specs;
}

/** x [N,4,4,C] -> logits [N,1]. Second order. */
export function criticHead(
  params: ParamStore,
  shape: NetworkShape,
  x: tf.Tensor4D,
  { activate = leaky, labels, sets = 1 }: CriticInputs,
): tf.Tensor2D {
  const convolved = convLayer(params, 'b4.conv', minibatchStd(x, shape.mbstdGroup, sets), activate); // [N,4,4,C]
  // Flattened channels first, as PyTorch does, so that weights can be exchanged.
  const features = denseLayer(params, 'b4.fc', convolved, activate); // [N,C]
  const logits = denseLayer(params, 'b4.out', features, linear); // [N,1]
  return labels ? tf.add(logits, projection(params, features, labels)) : logits;
}

/** strength * <features, embedding of the class> / sqrt(C), [N,1]. */
function projection(params: ParamStore, features: tf.Tensor2D, { oneHot, strength }: Labels): tf.Tensor2D {
  const embedding = param(params, 'b4.embed.weight') as tf.Tensor as tf.Tensor2D; // [K,C]
  const classes = fullyConnected(oneHot, embedding, 1 / Math.sqrt(embedding.shape[1])); // [N,C]
  const match = tf.sum(tf.mul(features, classes), 1, true) as tf.Tensor2D; // [N,1]
  return strength ? tf.mul(match, strength) : match;
}
