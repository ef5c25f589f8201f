/**
 * ParamStore: a flat map from dotted names (`synthesis.b16.conv0.weight`) to tfjs variables, and how its first values are
 * drawn. EMA, Adam, export and checkpoints are loops over it; it knows no network.
 */
import * as tf from '../gpu/tf.ts';
import { normals } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';

export type ParamStore = ReadonlyMap<string, tf.Variable>;

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
  return new Map(specs.map((spec) => [spec.name, createVariable(spec, seed, `${network}.${spec.name}`)]));
}

function createVariable({ shape, init }: ParamSpec, seed: number, fullName: string): tf.Variable {
  const count = shape.reduce((product, side) => product * side, 1);
  const values =
    init.kind === 'fill'
      ? new Float32Array(count).fill(init.value)
      : normals(seed, STREAM.weights, nameHash(fullName), count).map((value) => value * init.std);
  return variableOf(values, shape);
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
  for (const [name, variable] of params) {
    const data = (await variable.data()) as Float32Array;
    read.set(name, { shape: [...variable.shape], data: new Float32Array(data) });
  }
  return read;
}

export function disposeParams(params: ParamStore): void {
  for (const variable of params.values()) variable.dispose();
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
