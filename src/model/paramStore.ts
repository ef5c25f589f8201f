/**
 * ParamStore: a flat map from dotted names (`synthesis.b16.conv0.weight`) to tfjs variables, and how its first values are
 * drawn. With fused ops all variables of a store lie in one buffer. It knows no network.
 */
import { type Arena, createArena, readArena } from '../gpu/arena.ts';
import * as tf from '../gpu/tf.ts';
import { runsFused } from '../ops/mode.ts';
import { normals } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';

export interface ParamStore extends ReadonlyMap<string, tf.Variable> {
  /** Where its variables live; missing where they were made one by one. */
  readonly arena?: Arena;
}

/** Shape and first values of one parameter. Equalised learning rate: weights start at N(0, 1) and are scaled where used. */
export interface ParamSpec {
  readonly name: string;
  /** Convolutions HWIO, fully connected [I,O]. */
  readonly shape: readonly number[];
  readonly init: { readonly kind: 'normal'; readonly std: number } | { readonly kind: 'fill'; readonly value: number };
}

/**
 * Parameters with first values drawn from `seed`. The draw of a parameter depends on its network and name alone, so a
 * deeper network begins with the same values where names agree. Caller disposes with disposeParams.
 */
export function createParams(specs: readonly ParamSpec[], seed: number, network: 'G' | 'D'): ParamStore {
  return paramsOf(specs, (spec) => firstValues(spec, seed, `${network}.${spec.name}`));
}

/** Parameters with the given values (copied), row by row. Caller disposes with disposeParams. */
export function paramsOf(specs: readonly ParamSpec[], valuesOf: (spec: ParamSpec) => Float32Array): ParamStore {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const arena = createArena(new Map(specs.map(({ name, shape }) => [name, shape])), {
    inOneBuffer: runsFused(),
    isTrainable: true,
    valuesOf: (name) => valuesOf(byName.get(name) as ParamSpec),
  });
  return Object.assign(new Map(arena.variables), { arena });
}

/** Where the variables live, also where they were made one by one. */
export function arenaOf(params: ParamStore): Arena {
  const pageWords = () => {
    throw new Error('Parameters that were made one by one have no pages.');
  };
  return params.arena ?? { variables: params, whole: undefined, pageWords, dispose: () => disposeParams(params) };
}

function firstValues({ shape, init }: ParamSpec, seed: number, fullName: string): Float32Array {
  const count = shape.reduce((product, side) => product * side, 1);
  return init.kind === 'fill'
    ? new Float32Array(count).fill(init.value)
    : normals(seed, STREAM.weights, nameHash(fullName), count).map((value) => value * init.std);
}

/** A variable holding `values` (copied). Caller disposes. */
export function variableOf(values: Float32Array, shape: readonly number[]): tf.Variable {
  const start = tf.tensor(values, [...shape], 'float32');
  const variable = tf.variable(start, true);
  start.dispose();
  return variable;
}

/** Shapes and values by name, read back from the GPU. The arrays are the caller's own. */
export async function readParams(
  params: ParamStore,
): Promise<Map<string, { readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> }>> {
  const read = new Map<string, { readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> }>();
  for (const [name, data] of await readArena(arenaOf(params)))
    read.set(name, { shape: [...param(params, name).shape], data });
  return read;
}

export function disposeParams(params: ParamStore): void {
  if (params.arena) params.arena.dispose();
  else for (const variable of params.values()) variable.dispose();
}

/** Sum of sizes. */
export function parameterCount(params: ParamStore): number {
  let count = 0;
  for (const variable of params.values()) count += variable.size;
  return count;
}

/** The parameter called `name`; a missing one is a mistake in the network's code, said by name. */
export function param(params: ParamStore, name: string): tf.Variable {
  const variable = params.get(name);
  if (!variable) throw new Error(`The network has no parameter "${name}".`);
  return variable;
}

/** FNV-1a, 32 bit: a name as the step of the weights' random stream. */
function nameHash(name: string): number {
  const OFFSET_BASIS = 0x811c9dc5;
  const PRIME = 0x01000193;
  let hash = OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, PRIME);
  return hash >>> 0;
}
