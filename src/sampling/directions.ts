/**
 * Principal directions of w in closed form: those along which a step changes the styles of the convolutions most. It
 * looks at weights alone and draws no sample. @see Shen and Zhou 2021, "Closed-form factorization of latent semantics"
 */
import * as tf from '../gpu/tf.ts';
import { blockResolutions, type NetworkShape } from '../model/networkShape.ts';
import type { ParamStore } from '../model/paramStore.ts';
import { leadingEigenvectors } from './leadingEigenvectors.ts';

export interface Directions {
  /** Unit vectors [wDim], the one that moves styles most first. */
  readonly vectors: readonly Float32Array<ArrayBuffer>[];
  /** Of all that a step in w can move, the share along each. */
  readonly shares: readonly number[];
}

/** Below it a weight's column is nothing, and keeps its direction to itself. */
const LEAST_LENGTH = 1e-8;

/** `count` directions, at most wDim, of the layers up to `resolution`. The arrays are the caller's. */
export async function principalDirections(
  params: ParamStore,
  shape: NetworkShape,
  resolution: number,
  count: number,
): Promise<Directions> {
  const { wDim } = shape;
  const product = styleProduct(params, shape, resolution);
  const matrix = (await product.data()) as Float32Array;
  product.dispose();
  const { values, vectors } = leadingEigenvectors(matrix, wDim, count);
  const trace = Array.from({ length: wDim }, (_, i) => matrix[i * wDim + i] as number).reduce((sum, v) => sum + v, 0);
  return {
    vectors: Array.from(values, (_, k) => Float32Array.from(vectors.subarray(k * wDim, (k + 1) * wDim))),
    shares: Array.from(values, (value) => value / trace),
  };
}

/**
 * A^T A [wDim,wDim], where A's rows are the style weights of all convolutions, each scaled to length 1 so that no channel
 * outweighs another by its size alone. A picture's toRGB has a style too, of colour alone, and is left out. Caller disposes.
 */
function styleProduct(params: ParamStore, shape: NetworkShape, resolution: number): tf.Tensor2D {
  const names = blockResolutions(resolution)
    .flatMap((side) => [`synthesis.b${side}.conv0`, `synthesis.b${side}.conv1`])
    .map((name) => `${name}.affine.weight`);
  return tf.tidy(() => {
    let sum: tf.Tensor2D = tf.zeros([shape.wDim, shape.wDim]);
    for (const name of names) {
      const weight = params.get(name); // [wDim,O]; stylegan2 has no first convolution at 4x4
      if (!weight) continue;
      const length = tf.maximum(tf.sqrt(tf.sum(tf.square(weight), 0, true)), LEAST_LENGTH); // [1,O]
      const rows = tf.div(weight, length) as tf.Tensor2D;
      sum = tf.add(sum, tf.matMul(rows, rows, false, true));
    }
    return sum;
  });
}
