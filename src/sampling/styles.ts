/** Seeds and latents to truncated styles, read back so that they can be mixed and moved. It paints nothing. */
import * as tf from '../gpu/tf.ts';
import { oneHot } from '../model/labels.ts';
import { mapping, truncate } from '../model/mapping.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import type { ParamStore } from '../model/paramStore.ts';
import { latentOfSeed } from '../random/draws.ts';

export interface StyleRequest {
  readonly params: ParamStore;
  readonly shape: NetworkShape;
  /** Truncation: 1 is none, 0 the mean picture. */
  readonly psi: number;
  /** The class of each latent, for a network that knows classes; without it, class 0. */
  readonly labels?: readonly number[];
}

/** Latents mapped in one go. */
const LATENTS_AT_ONCE = 16;

/** z of each seed, [seeds.length, zDim]. */
export function latentsOf(seeds: readonly number[], zDim: number): Float32Array<ArrayBuffer> {
  const z = new Float32Array(seeds.length * zDim);
  seeds.forEach((seed, i) => {
    z.set(latentOfSeed(seed, zDim), i * zDim);
  });
  return z;
}

/** z [N,zDim] -> w [N,wDim], pulled towards the mean by psi. The array is the caller's. */
export async function stylesOf(request: StyleRequest, z: Float32Array): Promise<Float32Array<ArrayBuffer>> {
  const { zDim, wDim } = request.shape;
  const count = z.length / zDim;
  const styles = new Float32Array(count * wDim);
  for (let start = 0; start < count; start += LATENTS_AT_ONCE) {
    const end = Math.min(count, start + LATENTS_AT_ONCE);
    const w = mapped(request, z.subarray(start * zDim, end * zDim), start);
    styles.set((await w.data()) as Float32Array, start * wDim);
    w.dispose();
  }
  return styles;
}

/** Rows of z that begin at row `start` of the request. Caller disposes. */
function mapped({ params, shape, psi, labels }: StyleRequest, z: Float32Array, start: number): tf.Tensor2D {
  const count = z.length / shape.zDim;
  return tf.tidy(() => {
    const classes = Array.from({ length: count }, (_, i) => labels?.[start + i] ?? 0);
    const told = shape.classes > 0 ? { oneHot: oneHot(classes, shape.classes) } : undefined;
    const w = mapping(params, shape, tf.tensor2d(z, [count, shape.zDim]), told);
    return psi === 1 ? w : truncate(params, w, psi);
  });
}
