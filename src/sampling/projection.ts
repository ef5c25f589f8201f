/**
 * A picture sought among those that a generator can draw: w goes down the gradient of a distance to it, a step at a time.
 * Weights and noise planes stay as they are, and one w serves all layers. It refuses to decide how long to go on.
 * @see Karras 2020, appendix D
 */
import * as tf from '../gpu/tf.ts';
import type { NoiseOf } from '../model/architecture.ts';
import { architectureOf } from '../model/architectures.ts';
import { layerCount } from '../model/networkShape.ts';
import { finest } from '../model/pictures.ts';
import type { NoisePlanes } from '../ops/styledActivation.ts';
import { normals } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { type AdamMoments, adamStepped, firstMoments } from './adamOnNumbers.ts';
import type { Painter } from './paintStyles.ts';
import { pictureNoise } from './pictureNoise.ts';
import type { SearchStart } from './searchStart.ts';

/** What two pictures [N,H,W,C] are compared by beside their pixels. Called inside a tidy; first order. */
export type FeatureMaps = (pictures: tf.Tensor4D) => readonly tf.Tensor4D[];

export interface SearchSetup {
  /** Its parameters must stay as they are until the search is disposed of. */
  readonly painter: Painter;
  /** The picture sought, [R,R,channels] in [-1,1]. */
  readonly target: Float32Array;
  readonly start: SearchStart;
  readonly steps: number;
  readonly seed: number;
  readonly features?: FeatureMaps;
}

export interface Search {
  /** One step of `steps`, and its loss: before the step, with the step's noise on w. */
  step(): Promise<number>;
  /** The distance of a w's picture, [wDim], and its gradient there; without noise, and nothing moves. */
  look(w: Float32Array): Promise<{ readonly loss: number; readonly gradient: Float32Array }>;
  /** The nearest of all that was looked at or stepped from. Its w is the caller's own. */
  nearest(): { readonly w: Float32Array<ArrayBuffer>; readonly loss: number };
  /** Where w is now, [wDim]. The caller's own. */
  w(): Float32Array<ArrayBuffer>;
  dispose(): void;
}

/** In w's own spread an element: the paper's 0.1 is meant for one network's. */
const RATE = 0.25;
/** Shares of the steps over which the rate rises and falls. @see Karras 2020, appendix D */
const RISE = 0.05;
const FALL = 0.25;
/** The noise on w at the beginning, in the spread of the whole w, and the share of the steps that have any. @see the same */
const NOISE = 0.05;
const NOISY_SHARE = 0.75;

/** A search that has not stepped yet. Caller disposes. */
export function createSearch({ painter, target, start, steps, seed, features }: SearchSetup): Search {
  const { wDim, channels } = painter.shape;
  const { resolution } = painter;
  const distance = createDistance(tf.tensor4d(target, [1, resolution, resolution, channels]), features);
  const noise = keptNoise(painter);
  const w = Float64Array.from(start.w);
  let nearest = { w: start.w, loss: Number.POSITIVE_INFINITY };
  const look = async (at: Float32Array) => {
    const seen = await lossAndGradient((styles) => distance.of(painted(painter, styles, noise.of)), at);
    if (seen.loss < nearest.loss) nearest = { w: Float32Array.from(at), loss: seen.loss };
    return seen;
  };
  let moments: AdamMoments = firstMoments(wDim);
  let done = 0;
  return {
    async step() {
      const t = (done + 1 / 2) / steps;
      const strength = NOISE * Math.sqrt(wDim) * start.spread * Math.max(0, 1 - t / NOISY_SHARE) ** 2;
      const shaken = normals(seed, STREAM.projectionNoise, done, wDim).map(
        (value, i) => (w[i] as number) + strength * value,
      );
      const { loss, gradient } = await look(shaken);
      moments = adamStepped(w, gradient, moments, RATE * start.spread * rateAt(t));
      done++;
      return loss;
    },
    look,
    nearest: () => ({ ...nearest, w: nearest.w.slice() }),
    w: () => Float32Array.from(w),
    dispose() {
      distance.dispose();
      noise.dispose();
    },
  };
}

/** From 0 up to 1 and back to 0: of `t`, the share of the steps that is done. */
export function rateAt(t: number): number {
  const fall = Math.min(1, (1 - t) / FALL);
  return (1 / 2 - Math.cos(fall * Math.PI) / 2) * Math.min(1, t / RISE);
}

/** One picture [1,R,R,channels] of one w. Call inside a tidy or tape. */
function painted(painter: Painter, w: tf.Tensor2D, noise: NoiseOf): tf.Tensor4D {
  const { params, shape, resolution, alpha } = painter;
  const fade = alpha < 1 ? { alpha: tf.scalar(alpha) } : {};
  const ws = Array.from({ length: layerCount(resolution) }, () => w);
  return finest(architectureOf(shape).synthesis(params, shape, ws, { resolution, noise, ...fade }));
}

async function lossAndGradient(lossOf: (w: tf.Tensor2D) => tf.Scalar, at: Float32Array) {
  const { value, grad } = tf.tidy(() =>
    tf.valueAndGrad((w: tf.Tensor) => lossOf(w as tf.Tensor2D))(tf.tensor2d(at, [1, at.length])),
  );
  try {
    const [loss, gradient] = await Promise.all([value.data<'float32'>(), grad.data<'float32'>()]);
    return { loss: loss[0] as number, gradient };
  } finally {
    tf.dispose([value, grad]);
  }
}

/** The mean square of the pixels' differences, and of each layer's features that of theirs, the layers' mean. */
function createDistance(target: tf.Tensor4D, features: FeatureMaps | undefined) {
  const sought = features ? tf.tidy(() => [...features(target)]) : [];
  return {
    of(picture: tf.Tensor4D): tf.Scalar {
      const found = features?.(picture) ?? [];
      const pixels = meanSquare(picture, target);
      const apart = found.map((maps, layer) => meanSquare(maps, sought[layer] as tf.Tensor4D));
      return apart.reduce((sum, one) => tf.add(sum, tf.mul(one, 1 / apart.length)), pixels);
    },
    dispose: () => tf.dispose([target, ...sought]),
  };
}

const meanSquare = (a: tf.Tensor4D, b: tf.Tensor4D): tf.Scalar => tf.mean(tf.square(tf.sub(a, b)));

/** The run's constant planes, made once. */
function keptNoise({ noiseSeed }: Painter): { readonly of: NoiseOf; readonly dispose: () => void } {
  const fresh = pictureNoise('constant', noiseSeed, [0]);
  const kept = new Map<number, NoisePlanes>();
  return {
    of(layer, side) {
      let planes = kept.get(layer);
      if (!planes) {
        planes = fresh(layer, side);
        tf.keep(planes.values);
        kept.set(layer, planes);
      }
      return planes;
    },
    dispose: () => tf.dispose([...kept.values()].map(({ values }) => values)),
  };
}
