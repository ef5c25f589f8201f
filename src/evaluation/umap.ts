/**
 * Features on a plane by UMAP, with exact neighbours and our own random numbers, so that a seed gives the same plane. Near
 * points were near; how far groups lie apart, and how large they are, means nothing. McInnes, Healy and Melville 2018.
 */
import { UMAP } from 'umap-js';
import { uniforms } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import { eachDistances } from './distances.ts';
import type { Features } from './features.ts';

/** The authors' usual settings. */
const NEIGHBOURS = 15;
const LEAST_DISTANCE = 0.1;
/** Random numbers drawn at once. */
const BLOCK = 4096;

/** [count, 2], row by row. Throws RangeError below 3 vectors. */
export function umapPlane(
  features: Features,
  seed: number,
  progress: (done: number, of: number) => void = () => {},
): Float64Array {
  const { count } = features;
  if (count <= 2) throw new RangeError(`A map needs at least 3 pictures, but there are ${count}: give more.`);
  const neighbours = Math.min(NEIGHBOURS, count - 1);
  const umap = new UMAP({ nComponents: 2, nNeighbors: neighbours, minDist: LEAST_DISTANCE, random: drawsOf(seed) });
  const { indices, distances } = nearestSets(features, neighbours);
  umap.setPrecomputedKNN(indices, distances);
  // Neighbours are known, so of the vectors only their number is looked at.
  const rounds = umap.initializeFit(Array.from({ length: count }, () => []));
  for (let round = 0; round < rounds; round++) {
    umap.step();
    progress(round + 1, rounds);
  }
  return Float64Array.from(umap.getEmbedding().flat());
}

/** Uniform numbers one by one. */
function drawsOf(seed: number): () => number {
  let block = 0;
  let place = BLOCK;
  let values = new Float32Array();
  return () => {
    if (place === BLOCK) {
      values = uniforms(seed, STREAM.embedding, block, BLOCK);
      block += 1;
      place = 0;
    }
    const value = values[place] as number;
    place += 1;
    return value;
  };
}

/** Of each vector itself and the `k - 1` nearest others, nearest first, of equals the first. */
function nearestSets(features: Features, k: number): { indices: number[][]; distances: number[][] } {
  const indices: number[][] = [];
  const distances: number[][] = [];
  eachDistances(features, features, (i, squared) => {
    const own = [i];
    const far = [0];
    for (let j = 0; j < squared.length; j++) {
      const value = squared[j] as number;
      if (j === i || (own.length === k && value >= (far[k - 1] as number))) continue;
      let place = Math.min(own.length, k - 1);
      for (; place > 1 && (far[place - 1] as number) > value; place--) {
        far[place] = far[place - 1] as number;
        own[place] = own[place - 1] as number;
      }
      far[place] = value;
      own[place] = j;
    }
    indices.push(own);
    distances.push(far.map(Math.sqrt));
  });
  return { indices, distances };
}
