/** The noise of a batch of pictures, by kind. It keeps no state: all of it follows from seeds. */
import * as tf from '../gpu/tf.ts';
import type { NoiseOf } from '../model/architecture.ts';
import { noisePlanes } from '../ops/styledActivation.ts';
import { normals } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { constantNoise } from './constantNoise.ts';

/** constant: the run's planes for all; random: planes of each picture's own, drawn from its seed; none: zeros. */
export type NoiseKind = 'constant' | 'random' | 'none';

/** For pictures of `seeds`, in a run of seed `runSeed`. Call what it returns inside a tidy. */
export function pictureNoise(kind: NoiseKind, runSeed: number, seeds: readonly number[]): NoiseOf {
  return (layer, side) => {
    const planes = kind === 'random' ? seeds.length : 1;
    return noisePlanes(tf.tensor4d(valuesOf(kind, runSeed, seeds, layer, side), [planes, side, side, 1]));
  };
}

function valuesOf(kind: NoiseKind, runSeed: number, seeds: readonly number[], layer: number, side: number) {
  const area = side * side;
  if (kind === 'constant') return constantNoise(runSeed, layer, side);
  if (kind === 'none') return new Float32Array(area);
  const values = new Float32Array(seeds.length * area);
  seeds.forEach((seed, i) => {
    values.set(normals(seed, STREAM.pictureNoise, layer, area), i * area);
  });
  return values;
}
