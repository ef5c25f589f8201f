/**
 * A fixed random convolutional network as feature extractor, since no pretrained one can be fetched: the same filters on
 * every machine, from our own generator. Its distances see shape and texture but not meaning, and do not compare with
 * Inception's. It learns nothing. Saxe et al. 2011 on random features; He et al. 2015 on their scale.
 */
import * as tf from '../gpu/tf.ts';
import { normals } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import type { Extractor } from './extractor.ts';

/**
 * Version 1: 3x3 filters, stride 2, leaky ReLU, down to 4x4; features are the means and standard deviations over all places
 * of the 8x8 and the 4x4 maps. A change to anything here is a new version.
 */
const VERSION = 1;
const KERNEL = 3;
const SLOPE = 0.2;
/** Keeps the energy of a layer with a leaky ReLU after it. */
const GAIN = Math.sqrt(2 / (1 + SLOPE ** 2));
const SMALLEST = 16;
const LARGEST = 512;
/** The two sides whose maps are pooled. */
const POOLED = [8, 4] as const;
const LAST_SIDE = 4;
/** Maps by the side of a layer's output: few where they are large, so that 256 px take 30 million multiplications. */
const MAPS: Readonly<Record<number, number>> = { 256: 8, 128: 16, 64: 24, 32: 32, 16: 48, 8: 64, 4: 64 };
/** Mean and standard deviation of each pooled map: 256. */
const WIDTH = 2 * POOLED.reduce((sum, side) => sum + (MAPS[side] as number), 0);
/** Under the root, where a map is flat. */
const FLAT = 1e-12;
const GREY = 1;
const RGB = 3;

/** The same filters without the pooling: for distances between two pictures that are to lie on each other. */
export interface RandomConvMaps {
  /** The extractor's. */
  readonly name: string;
  /** x [N,side,side,channels] in [-1,1] -> the maps of each layer, largest first. Call inside a tidy. First order. */
  readonly apply: (x: tf.Tensor4D) => readonly tf.Tensor4D[];
  readonly dispose: () => void;
}

/** Whether there is an extractor for pictures of that side. */
export function hasRandomConv(side: number): boolean {
  const powerOfTwo = (side & (side - 1)) === 0;
  return powerOfTwo && side >= SMALLEST && side <= LARGEST;
}

/** Throws RangeError unless `side` is a power of two from 16 to 512 and `channels` 1 or 3. Caller disposes it. */
export function randomConvExtractor(side: number, channels: number, seed = 0): Extractor {
  const { name, apply, dispose } = randomConvMaps(side, channels, seed);
  return { name, side, channels, width: WIDTH, apply: (x) => tf.tidy(() => pooledFeatures(apply(x))), dispose };
}

/** Throws as randomConvExtractor does. Caller disposes it. */
export function randomConvMaps(side: number, channels: number, seed = 0): RandomConvMaps {
  if (!(hasRandomConv(side) && (channels === GREY || channels === RGB)))
    throw new RangeError(
      `The random extractor takes grey or RGB pictures of a power of two from ${SMALLEST} to ${LARGEST} px, not ${channels} channels of ${side} px.`,
    );
  const filters: tf.Tensor4D[] = [];
  let from = channels;
  for (let out = side / 2; out >= LAST_SIDE; out /= 2) {
    const to = MAPS[out] as number;
    filters.push(tf.tensor4d(filterValues(seed, filters.length, from, to), [KERNEL, KERNEL, from, to]));
    from = to;
  }
  return {
    name: `random conv v${VERSION}, seed ${seed}, ${side} px ${channels === GREY ? 'grey' : 'RGB'}`,
    apply: (x) => mapsOf(x, filters),
    dispose: () => tf.dispose(filters),
  };
}

/** [3,3,from,to]: normals, each output's filter brought to the norm GAIN. */
function filterValues(seed: number, layer: number, from: number, to: number): Float32Array {
  const values = normals(seed, STREAM.featureFilters, layer, KERNEL * KERNEL * from * to);
  for (let map = 0; map < to; map++) {
    let squares = 0;
    for (let at = map; at < values.length; at += to) squares += (values[at] as number) ** 2;
    const scale = GAIN / Math.sqrt(squares);
    for (let at = map; at < values.length; at += to) values[at] = (values[at] as number) * scale;
  }
  return values;
}

function mapsOf(x: tf.Tensor4D, filters: readonly tf.Tensor4D[]): tf.Tensor4D[] {
  let maps = x; // [N,H,W,C]
  return filters.map((filter) => {
    maps = tf.leakyRelu(tf.conv2d(maps, filter, 2, 'same'), SLOPE);
    return maps;
  });
}

function pooledFeatures(layers: readonly tf.Tensor4D[]): tf.Tensor2D {
  const features: tf.Tensor2D[] = [];
  for (const maps of layers) {
    if (!POOLED.some((side) => side === maps.shape[1])) continue;
    const { mean, variance } = tf.moments(maps, [1, 2]); // [N,C]
    features.push(mean as tf.Tensor2D, tf.sqrt(tf.add(variance, FLAT)) as tf.Tensor2D);
  }
  return tf.concat(features, 1); // [N,256]
}
