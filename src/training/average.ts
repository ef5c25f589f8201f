/** The two running means of a generator: GEma over its parameters, wAvg over the styles it makes. Both in place. */
import type { Live } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { W_AVG } from '../model/mapping.ts';
import { arenaOf, type ParamStore, param } from '../model/paramStore.ts';
import { type Average, ROLE, type Roles } from '../ops/adam.ts';
import { averageArena, emaStep } from '../ops/ema.ts';

/** @see Karras 2019, official code: w_avg_beta */
const W_AVG_BETA = 0.995;

/** What moves GEma, and which of its parameters. */
export interface Averaging extends Average {
  readonly roles: Roles;
}

/**
 * GEma = lerp(G, GEma, beta) for every trained parameter of blocks up to `resolution`; later blocks are untouched and so
 * still equal in both. wAvg is copied, as NVIDIA does with what is not trained.
 */
export function averagingOf(GEma: ParamStore, beta: Live, resolution: number): Averaging {
  return { arena: arenaOf(GEma), beta, roles: rolesUpTo(GEma, resolution) };
}

/** Moves GEma in iterations that do not step G. */
export function updateEma(G: ParamStore, averaging: Averaging): void {
  averageArena(arenaOf(G), averaging.roles, averaging);
}

const knownRoles = new WeakMap<ParamStore, Map<number, Roles>>();

/** Found once for each resolution. */
function rolesUpTo(GEma: ParamStore, resolution: number): Roles {
  const known = knownRoles.get(GEma) ?? new Map<number, Roles>();
  knownRoles.set(GEma, known);
  const roles =
    known.get(resolution) ??
    [...GEma.keys()].map((name) => {
      if (name === W_AVG) return ROLE.isCopied;
      return blockOf(name) <= resolution ? ROLE.isAveraged : 0;
    });
  known.set(resolution, roles);
  return roles;
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
