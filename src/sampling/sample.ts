/**
 * Seeds to 8-bit pictures, grey or RGB: the same seed is the same z everywhere, the noise is constant, nothing is
 * random. It never touches the weights.
 */
import * as tf from '../gpu/tf.ts';
import { architectureOf } from '../model/architectures.ts';
import { broadcastStyles } from '../model/generator.ts';
import { oneHot } from '../model/labels.ts';
import { mapping, truncate } from '../model/mapping.ts';
import { layerCount, type NetworkShape } from '../model/networkShape.ts';
import type { ParamStore } from '../model/paramStore.ts';
import { finest } from '../model/pictures.ts';
import { noisePlanes } from '../ops/styledActivation.ts';
import { latentOfSeed } from '../random/draws.ts';
import { constantNoise } from './constantNoise.ts';

export interface SampleRequest {
  readonly params: ParamStore;
  readonly shape: NetworkShape;
  readonly seeds: readonly number[];
  /** The class of each seed, for a network that knows classes; without it, class 0. */
  readonly labels?: readonly number[];
  /** Truncation: 1 is none, 0 the mean picture. */
  readonly psi: number;
  readonly resolution: number;
  /** 0 to 1: how far the resolution is faded in. */
  readonly alpha: number;
  /** Seed of the run, which fixes the noise planes. */
  readonly noiseSeed: number;
}

/** Pictures made in one go; more would need buffers that training does not have. */
const PICTURES_AT_ONCE = 16;

/** [seeds.length, resolution, resolution, channels] bytes. */
export async function sample(request: SampleRequest): Promise<Uint8Array<ArrayBuffer>> {
  const { seeds, resolution, shape } = request;
  const area = resolution * resolution * shape.channels;
  const pixels = new Uint8Array(seeds.length * area);
  for (let start = 0; start < seeds.length; start += PICTURES_AT_ONCE) {
    const pictures = drawPictures(request, start, Math.min(seeds.length, start + PICTURES_AT_ONCE));
    const values = (await pictures.data()) as Float32Array;
    pictures.dispose();
    for (let i = 0; i < values.length; i++) pixels[start * area + i] = byteOf(values[i] as number);
  }
  return pixels;
}

/** Pictures start .. end - 1 of the request, [N,R,R,channels]. Caller disposes. */
function drawPictures(request: SampleRequest, start: number, end: number): tf.Tensor4D {
  const { params, shape, psi, resolution, alpha, noiseSeed } = request;
  const seeds = request.seeds.slice(start, end);
  return tf.tidy(() => {
    const z = tf.tensor2d(latentsOf(seeds, shape.zDim), [seeds.length, shape.zDim]);
    const classes = seeds.map((_, i) => request.labels?.[start + i] ?? 0);
    const labels = shape.classes > 0 ? { oneHot: oneHot(classes, shape.classes) } : undefined;
    const w = mapping(params, shape, z, labels);
    const styles = psi === 1 ? w : truncate(params, w, psi);
    const noise = (layer: number, side: number) =>
      noisePlanes(tf.tensor4d(constantNoise(noiseSeed, layer, side), [1, side, side, 1]));
    const fade = alpha < 1 ? { alpha: tf.scalar(alpha) } : {};
    const ws = broadcastStyles(styles, layerCount(resolution));
    return finest(architectureOf(shape).synthesis(params, shape, ws, { resolution, noise, ...fade }));
  });
}

function latentsOf(seeds: readonly number[], zDim: number): Float32Array {
  const z = new Float32Array(seeds.length * zDim);
  seeds.forEach((seed, i) => {
    z.set(latentOfSeed(seed, zDim), i * zDim);
  });
  return z;
}

/** [-1, 1] to 0..255, rounded half up. */
export function byteOf(value: number): number {
  const HALF_RANGE = 127.5;
  return Math.floor(Math.min(255, Math.max(0, (value + 1) * HALF_RANGE)) + 0.5);
}
