/** The affine layers that make each convolution's style of its w, all in few kernels where one w serves all of them. */
import type * as tf from '../gpu/tf.ts';
import { denseLayers } from '../ops/denseLayers.ts';
import { biasOf, denseLayer, linear } from './layers.ts';
import { type ParamStore, param } from './paramStore.ts';

export interface Styled {
  /** The convolution's: its affine layer is `name.affine`. */
  readonly name: string;
  /** [N,wDim]. */
  readonly w: tf.Tensor2D;
}

/** One style [N,O] for each, in their order. Second order. */
export function affineStyles(params: ParamStore, styled: readonly Styled[]): tf.Tensor2D[] {
  const w = styled[0]?.w;
  if (!w || styled.some((other) => other.w !== w))
    return styled.map((one) => denseLayer(params, `${one.name}.affine`, one.w, linear));
  const layers = styled.map(({ name }) => ({
    weight: param(params, `${name}.affine.weight`) as tf.Tensor as tf.Tensor2D,
    bias: biasOf(params, `${name}.affine`),
  }));
  return denseLayers(w, layers, 1 / Math.sqrt(w.shape[1]), params.arena?.whole);
}
