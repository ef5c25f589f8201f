/** Two sets of features on one plane, by the method asked for: the same plane each time. It judges nothing. */
import type { Features } from '../../evaluation/features.ts';
import { principalPlane } from '../../evaluation/pca.ts';
import { tsnePlane } from '../../evaluation/tsne.ts';
import { pooled } from '../../evaluation/twoSample.ts';
import { umapPlane } from '../../evaluation/umap.ts';
import type { Embedded, EmbeddingMethod } from '../../protocol/comparison.ts';

export interface EmbeddingInput {
  /** Of one extractor. */
  readonly first: Features;
  readonly second: Features;
  readonly method: EmbeddingMethod;
  readonly seed: number;
}

/** Rounds between two messages of progress. */
const ROUNDS_A_MESSAGE = 10;

interface Hooks {
  readonly progress: (done: number, of: number) => void;
}

export async function embedding({ first, second, method, seed }: EmbeddingInput, hooks: Hooks): Promise<Embedded> {
  const { both } = pooled(first, second);
  const progress = (done: number, of: number) => {
    if (done % ROUNDS_A_MESSAGE === 0) hooks.progress(done, of);
  };
  return { points: Float32Array.from(planeOf(both, method, seed, progress)), first: first.count };
}

function planeOf(
  both: Features,
  method: EmbeddingMethod,
  seed: number,
  progress: (done: number, of: number) => void,
): Float64Array {
  switch (method) {
    case 'umap':
      return umapPlane(both, seed, progress);
    case 'tsne':
      return tsnePlane(both, progress);
    case 'pca':
      return principalPlane(both);
  }
}
