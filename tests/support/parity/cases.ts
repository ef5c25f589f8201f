/** The cases of tests/golden/cases.json as Gyrus sees them: whole configs, and the numbers both sides draw by rule. */
import * as tf from '../../../src/gpu/tf.ts';
import { architectureOf } from '../../../src/model/architectures.ts';
import { generatorSpecs } from '../../../src/model/generator.ts';
import { oneHot } from '../../../src/model/labels.ts';
import type { ParamSpec, ParamStore } from '../../../src/model/paramStore.ts';
import type { Loss, Recipe, TrainConfig } from '../../../src/protocol/trainConfig.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import { bits, normals, uniforms } from '../../../src/random/draws.ts';
import type { TrainState } from '../../../src/training/trainState.ts';
import cases from '../../golden/cases.json' with { type: 'json' };

/** Streams of the tests alone, as in tests/golden/draws.py. */
const STREAM_OF_MOVED = 997;
const STREAM_OF_SLICES = 995;
const STREAM_OF_INPUTS = 994;
/** How far what starts constant is moved, so that no mistake hides behind zeros and ones. */
const MOVED_BY = 0.5;

interface Case {
  readonly classes: number;
  readonly recipe: object;
}

export const NETWORK_CASES: Readonly<Record<string, Case & { readonly alpha: number }>> = cases.networks;
export const RUN_CASES: Readonly<Record<string, Case & { readonly rates: readonly number[] }>> = cases.runs;

/** The case's config: the file names every field that matters, so the preset decides nothing. */
export function configOfCase({ recipe }: Case, changes: Recipe = {}): TrainConfig {
  const { loss, ...fields }: Recipe = { ...(cases.common as Recipe), ...recipe, ...changes };
  // Set afterwards: a recipe that names a loss is given that loss's own penalties.
  return { ...configOf(fields), loss: loss as Loss };
}

/** Adds normals to whatever starts constant, the same in G and GEma. */
export function moveConstants({ shape, G, GEma, D }: Pick<TrainState, 'shape' | 'G' | 'GEma' | 'D'>): void {
  for (const params of [G, GEma]) move(params, generatorSpecs(shape), 'G');
  move(D, architectureOf(shape).criticSpecs(shape), 'D');
}

function move(params: ParamStore, specs: readonly ParamSpec[], network: string): void {
  for (const { name, init } of specs) {
    const variable = params.get(name);
    if (!variable || init.kind !== 'fill') continue;
    const away = normals(1, STREAM_OF_MOVED, nameHash(`${network}.${name}`), variable.size).map((v) => v * MOVED_BY);
    tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(away, variable.shape))));
  }
}

/** Standard normals by name, [shape]. Caller disposes. */
export function drawnInput(name: string, shape: readonly number[]): tf.Tensor {
  const count = tf.util.sizeFromShape([...shape]);
  return tf.tensor(normals(1, STREAM_OF_INPUTS, nameHash(name), count), [...shape]);
}

/** Made-up reals from position `nimg` on, [count,side,side,channels] in [-1,1]. Caller disposes. */
export function madeUpSlices(channels: number, nimg: number, count: number, side: number): tf.Tensor4D {
  const shape: [number, number, number, number] = [count, side, side, channels];
  const values = uniforms(1, STREAM_OF_SLICES, nimg, tf.util.sizeFromShape(shape));
  return tf.tensor4d(
    values.map((u) => 2 * u - 1),
    shape,
  );
}

export const classesOfSlices = (nimg: number, count: number, classes: number) =>
  Uint32Array.from({ length: count }, (_, n) => (nimg + n) % classes);

export const drawnClasses = (seed: number, stream: number, step: number, count: number, classes: number) =>
  bits(seed, stream, step, count).map((word) => word % classes);

/** Rows of one class each, or undefined where there are none. Caller disposes. */
export const labelRows = (known: Uint32Array, classes: number) => (classes > 0 ? oneHot(known, classes) : undefined);

/** FNV-1a, 32 bit, as tests/golden/draws.py has it. */
function nameHash(name: string): number {
  const OFFSET_BASIS = 0x811c9dc5;
  const PRIME = 0x01000193;
  return [...new TextEncoder().encode(name)].reduce((hash, byte) => Math.imul(hash ^ byte, PRIME), OFFSET_BASIS) >>> 0;
}
