/** Nearest neighbours by Euclidean distance, among another set or among a set's own others. It judges nothing. */
import { eachDistances } from './distances.ts';
import type { Features } from './features.ts';

export interface Nearest {
  /** Distance of each vector to its nearest allowed neighbour; Infinity where none is allowed. */
  readonly distances: Float64Array;
  /** Which one that is; -1 where none is allowed. */
  readonly indices: Int32Array;
}

/** For each vector of `from` the nearest of `to`, of those that `allowed` (all, unless said); the first of equals. */
export function nearestOf(from: Features, to: Features, allowed?: (i: number, j: number) => boolean): Nearest {
  const distances = new Float64Array(from.count);
  const indices = new Int32Array(from.count);
  eachDistances(from, to, (i, squared) => {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < squared.length; j++) {
      const value = squared[j] as number;
      if (value >= least || (allowed && !allowed(i, j))) continue;
      least = value;
      best = j;
    }
    distances[i] = Math.sqrt(least);
    indices[i] = best;
  });
  return { distances, indices };
}

/** Squared distance of each vector to its k-th nearest other of the same set. k is at least 1 and below the count. */
export function neighbourRadii(features: Features, k: number): Float64Array {
  const radii = new Float64Array(features.count);
  eachDistances(features, features, (i, squared) => {
    const nearest = new Float64Array(k).fill(Number.POSITIVE_INFINITY); // ascending
    for (let j = 0; j < squared.length; j++) {
      const value = squared[j] as number;
      if (j === i || value >= (nearest[k - 1] as number)) continue;
      let place = k - 1;
      for (; place > 0 && (nearest[place - 1] as number) > value; place--)
        nearest[place] = nearest[place - 1] as number;
      nearest[place] = value;
    }
    radii[i] = nearest[k - 1] as number;
  });
  return radii;
}
