/** Where a search in w begins, and how far w's of this network lie apart: what sets the size of its steps. */
import { normals } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';
import type { Painter } from './paintStyles.ts';
import { stylesOf } from './styles.ts';

export interface SearchStart {
  /** [wDim] */
  readonly w: Float32Array<ArrayBuffer>;
  /** Root mean square of an element's distance from it. */
  readonly spread: number;
}

/** Enough for a spread to a few percent; the paper takes 10,000 for its mean, which ours has in wAvg. */
const LATENTS = 128;
/** So that a network whose w's are all alike still takes steps. */
const LEAST_SPREAD = 1e-3;

/** At the running mean of w; at the mean of one class, where `label` says which. */
export async function searchStart({ params, shape }: Painter, label: number | undefined): Promise<SearchStart> {
  const { zDim, wDim } = shape;
  const labels = Array.from({ length: LATENTS }, (_, i) => label ?? (shape.classes > 0 ? i % shape.classes : 0));
  const z = normals(0, STREAM.projectionLatent, 0, LATENTS * zDim);
  const sampled = await stylesOf({ params, shape, psi: 1, labels }, z);
  const w =
    label === undefined
      ? await stylesOf({ params, shape, psi: 0, labels: [0] }, z.subarray(0, zDim))
      : meanOf(sampled, wDim);
  let squares = 0;
  for (let i = 0; i < sampled.length; i++) squares += ((sampled[i] as number) - (w[i % wDim] as number)) ** 2;
  return { w, spread: Math.max(LEAST_SPREAD, Math.sqrt(squares / sampled.length)) };
}

/** Of rows of `width`. */
function meanOf(rows: Float32Array, width: number): Float32Array<ArrayBuffer> {
  const sums = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) sums[i % width] = (sums[i % width] as number) + (rows[i] as number);
  return Float32Array.from(sums, (sum) => (sum * width) / rows.length);
}
