/** The two running means of a generator: GEma over its parameters, wAvg over the styles it makes. Both in place. */
import type { Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { W_AVG } from '../model/mapping.ts';
import { type ParamStore, param } from '../model/paramStore.ts';
import { emaStep } from '../ops/ema.ts';

/** @see Karras 2019, official code: w_avg_beta */
const W_AVG_BETA = 0.995;

/**
 * GEma = lerp(G, GEma, beta) for every trained parameter of blocks up to `resolution`; later blocks are untouched and so
 * still equal in both. wAvg is copied, as NVIDIA does with what is not trained.
 */
export function updateEma(GEma: ParamStore, G: ParamStore, beta: Live, resolution: number): void {
  const pairOf = (name: string) => ({ average: param(GEma, name), source: param(G, name) });
  const trained = [...G.keys()].filter((name) => name !== W_AVG && blockOf(name) <= resolution);
  emaStep(trained.map(pairOf), beta);
  emaStep([pairOf(W_AVG)], 0);
}

/** The resolution of a parameter's block, 0 for the mapping. */
function blockOf(name: string): number {
  return Number(/^synthesis\.b(\d+)\./.exec(name)?.[1] ?? 0);
}

/** Moves G's wAvg towards the mean of w [N,wDim]. */
export function updateStyleMean(G: ParamStore, w: tf.Tensor2D): void {
  const mean = tf.tidy(() => tf.mean(w, 0));
  emaStep([{ average: param(G, W_AVG), source: mean }], W_AVG_BETA);
  mean.dispose();
}
