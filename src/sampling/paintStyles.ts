/** Styles to 8-bit pictures, grey or RGB, whatever the styles were made of. It never touches the weights. */
import * as tf from '../gpu/tf.ts';
import { architectureOf } from '../model/architectures.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import type { ParamStore } from '../model/paramStore.ts';
import { finest } from '../model/pictures.ts';
import { type NoiseKind, pictureNoise } from './pictureNoise.ts';

/** A generator as it is now. */
export interface Painter {
  readonly params: ParamStore;
  readonly shape: NetworkShape;
  readonly resolution: number;
  /** 0 to 1: how far the resolution is faded in. */
  readonly alpha: number;
  /** Seed of the run, which fixes the constant noise planes. */
  readonly noiseSeed: number;
}

export interface PaintNoise {
  readonly kind: NoiseKind;
  /** One a picture; only random noise depends on them. */
  readonly seeds: readonly number[];
}

/** Pictures made in one go; more would need buffers that training does not have. */
export const PICTURES_AT_ONCE = 16;

/**
 * ws: one [N,wDim] a layer, layerCount(resolution) of them; an array may serve several layers, which is faster than copies of
 * it. Gives [N, resolution, resolution, channels] bytes.
 */
export async function paintStyles(
  painter: Painter,
  ws: readonly Float32Array[],
  noise: PaintNoise,
): Promise<Uint8Array<ArrayBuffer>> {
  const { shape, resolution } = painter;
  const count = noise.seeds.length;
  const area = resolution * resolution * shape.channels;
  const pixels = new Uint8Array(count * area);
  for (let start = 0; start < count; start += PICTURES_AT_ONCE) {
    const end = Math.min(count, start + PICTURES_AT_ONCE);
    const part = sliced(ws, start * shape.wDim, end * shape.wDim);
    const pictures = paintOnce(painter, part, { kind: noise.kind, seeds: noise.seeds.slice(start, end) });
    const values = (await pictures.data()) as Float32Array;
    pictures.dispose();
    for (let i = 0; i < values.length; i++) pixels[start * area + i] = byteOf(values[i] as number);
  }
  return pixels;
}

/** The same part of each array; layers that share an array share its part. */
function sliced(ws: readonly Float32Array[], start: number, end: number): Float32Array[] {
  const parts = new Map(ws.map((w) => [w, w.subarray(start, end)]));
  return ws.map((w) => parts.get(w) as Float32Array);
}

/** [N,R,R,channels]. Caller disposes. */
function paintOnce(painter: Painter, ws: readonly Float32Array[], { kind, seeds }: PaintNoise): tf.Tensor4D {
  const { params, shape, resolution, alpha, noiseSeed } = painter;
  return tf.tidy(() => {
    const tensors = new Map([...new Set(ws)].map((w) => [w, tf.tensor2d(w, [seeds.length, shape.wDim])]));
    const fade = alpha < 1 ? { alpha: tf.scalar(alpha) } : {};
    const inputs = { resolution, noise: pictureNoise(kind, noiseSeed, seeds), ...fade };
    const styles = ws.map((w) => tensors.get(w) as tf.Tensor2D);
    return finest(architectureOf(shape).synthesis(params, shape, styles, inputs));
  });
}

/** [-1, 1] to 0..255, rounded half up. */
export function byteOf(value: number): number {
  const HALF_RANGE = 127.5;
  return Math.floor(Math.min(255, Math.max(0, (value + 1) * HALF_RANGE)) + 0.5);
}
