/** Where every generator begins: the learned 4x4 constant, once a picture. It refuses styles that do not fit the network. */
import * as tf from '../gpu/tf.ts';
import { repeated } from '../ops/channelSum.ts';
import { assertShape } from './assertShape.ts';
import { layerCount, type NetworkShape } from './networkShape.ts';
import { type ParamStore, param } from './paramStore.ts';

/** ws: layerCount(resolution) tensors [N,wDim] -> [N,4,4,C]. Call inside a tidy or tape. */
export function learnedConstant(
  params: ParamStore,
  shape: NetworkShape,
  ws: readonly tf.Tensor2D[],
  resolution: number,
): tf.Tensor4D {
  if (ws.length !== layerCount(resolution))
    throw new Error(`At ${resolution} px the generator takes ${layerCount(resolution)} styles, but got ${ws.length}.`);
  const first = ws[0] as tf.Tensor2D;
  assertShape(first, [null, shape.wDim], 'w');
  const constant = param(params, 'synthesis.b4.const'); // [1,4,4,C]
  const [, height, width, channels] = constant.shape as [number, number, number, number];
  return tf.reshape(repeated(constant, first.shape[0]), [first.shape[0], height, width, channels]);
}
