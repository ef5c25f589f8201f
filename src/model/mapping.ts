/** The mapping network: z to w. Pixel norm, then fully connected layers that learn slower than the rest of G. */
import * as tf from '../gpu/tf.ts';
import { pixelNorm } from '../ops/pixelNorm.ts';
import { assertShape } from './assertShape.ts';
import type { Labels } from './labels.ts';
import { denseLayer, denseSpecs, leaky, linear } from './layers.ts';
import type { NetworkShape } from './networkShape.ts';
import type { ParamSpec, ParamStore } from './paramStore.ts';

/** The running mean of w that truncation pulls towards; not trained. */
export const W_AVG = 'mapping.w_avg';

export function mappingSpecs(shape: NetworkShape): ParamSpec[] {
  const { zDim, wDim, classes } = shape;
  const inputs = classes > 0 ? zDim + wDim : zDim;
  const layers = Array.from({ length: shape.mappingLayers }, (_, index) =>
    denseSpecs(`mapping.fc${index}`, index === 0 ? inputs : wDim, wDim, shape.mappingLr),
  );
  const embedding = classes > 0 ? denseSpecs('mapping.embed', classes, wDim) : [];
  return [...embedding, ...layers.flat(), { name: W_AVG, shape: [shape.wDim], init: { kind: 'fill', value: 0 } }];
}

/**
 * z [N,zDim], and the classes where the network knows any -> w [N,wDim]. First order.
 * @see Karras 2019, section 2 (the style-based generator)
 */
export function mapping(params: ParamStore, shape: NetworkShape, z: tf.Tensor2D, labels?: Labels): tf.Tensor2D {
  assertShape(z, [null, shape.zDim], 'z');
  let w = pixelNorm(z); // [N,zDim]
  if (shape.classes > 0) w = tf.concat([w, embedded(params, shape, labels)], 1); // [N,zDim+wDim]
  for (let layer = 0; layer < shape.mappingLayers; layer++)
    w = denseLayer(params, `mapping.fc${layer}`, w, leaky, shape.mappingLr); // [N,wDim]
  return w;
}

/** The classes as directions of length sqrt(wDim), times their strength, [N,wDim]. */
function embedded(params: ParamStore, shape: NetworkShape, labels: Labels | undefined): tf.Tensor2D {
  if (!labels) throw new Error(`The network was made for ${shape.classes} classes: say the class of each picture.`);
  assertShape(labels.oneHot, [null, shape.classes], 'The classes');
  const direction = pixelNorm(denseLayer(params, 'mapping.embed', labels.oneHot, linear));
  return labels.strength ? tf.mul(direction, labels.strength) : direction;
}

/** w pulled towards the running mean: wAvg + psi * (w - wAvg). @see Karras 2019, appendix B (truncation trick) */
export function truncate(params: ParamStore, w: tf.Tensor2D, psi: number): tf.Tensor2D {
  const wAvg = params.get(W_AVG);
  if (!wAvg) throw new Error(`The network has no running mean "${W_AVG}" to truncate towards.`);
  return tf.tidy(() => tf.add(wAvg, tf.mul(tf.sub(w, wAvg), psi)));
}
