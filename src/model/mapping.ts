/** The mapping network: z to w. Pixel norm, then fully connected layers that learn slower than the rest of G. */
import * as tf from '../gpu/tf.ts';
import { pixelNorm } from '../ops/pixelNorm.ts';
import { assertShape } from './assertShape.ts';
import { denseLayer, denseSpecs, leaky } from './layers.ts';
import type { NetworkShape } from './networkShape.ts';
import type { ParamSpec, ParamStore } from './paramStore.ts';

/** The running mean of w that truncation pulls towards; not trained. */
export const W_AVG = 'mapping.w_avg';

export function mappingSpecs(shape: NetworkShape): ParamSpec[] {
  const layers = Array.from({ length: shape.mappingLayers }, (_, index) =>
    denseSpecs(`mapping.fc${index}`, index === 0 ? shape.zDim : shape.wDim, shape.wDim, shape.mappingLr),
  );
  return [...layers.flat(), { name: W_AVG, shape: [shape.wDim], init: { kind: 'fill', value: 0 } }];
}

/**
 * z [N,zDim] -> w [N,wDim]. First order.
 * @see Karras 2019, section 2 (the style-based generator)
 */
export function mapping(params: ParamStore, shape: NetworkShape, z: tf.Tensor2D): tf.Tensor2D {
  assertShape(z, [null, shape.zDim], 'z');
  let w = pixelNorm(z); // [N,zDim]
  for (let layer = 0; layer < shape.mappingLayers; layer++)
    w = denseLayer(params, `mapping.fc${layer}`, w, leaky, shape.mappingLr); // [N,wDim]
  return w;
}

/** w pulled towards the running mean: wAvg + psi * (w - wAvg). @see Karras 2019, appendix B (truncation trick) */
export function truncate(params: ParamStore, w: tf.Tensor2D, psi: number): tf.Tensor2D {
  const wAvg = params.get(W_AVG);
  if (!wAvg) throw new Error(`The network has no running mean "${W_AVG}" to truncate towards.`);
  return tf.tidy(() => tf.add(wAvg, tf.mul(tf.sub(w, wAvg), psi)));
}
