/** The whole generator, z to pictures, with style mixing and classes; and its parameter list. */
import * as tf from '../gpu/tf.ts';
import { chooseStyle } from '../ops/styleMixing.ts';
import type { SynthesisInputs } from './architecture.ts';
import { architectureOf } from './architectures.ts';
import type { Labels } from './labels.ts';
import { mapping, mappingSpecs } from './mapping.ts';
import { layerCount, type NetworkShape } from './networkShape.ts';
import type { ParamSpec, ParamStore } from './paramStore.ts';
import type { Pictures } from './pictures.ts';

export function generatorSpecs(shape: NetworkShape): ParamSpec[] {
  return [...mappingSpecs(shape), ...architectureOf(shape).synthesisSpecs(shape)];
}

/** One w for every layer. The tensors are not copied. */
function broadcastStyles(w: tf.Tensor2D, layers: number): tf.Tensor2D[] {
  return Array.from({ length: layers }, () => w);
}

/** Styles of `w` below the crossover layer and of `other` from it on. @see Karras 2019, section 3.1 (style mixing) */
function mixStyles(w: tf.Tensor2D, other: tf.Tensor2D, crossover: tf.Tensor1D, layers: number): tf.Tensor2D[] {
  // The first layer is always the first style's.
  return Array.from({ length: layers }, (_, layer) => (layer === 0 ? w : chooseStyle(w, other, crossover, layer)));
}

/** A second latent that takes over from layer `crossover` on, a number on the GPU, [1]: 1 or more. */
export interface Mixing {
  readonly z: tf.Tensor2D;
  readonly crossover: tf.Tensor1D;
}

export interface StyleInputs {
  readonly mixing?: Mixing;
  readonly labels?: Labels;
}

/** z [N,zDim] -> ws for `resolution`, and w [N,wDim] of the first latent. First order. Call inside a tidy or tape. */
export function stylesOf(
  params: ParamStore,
  shape: NetworkShape,
  z: tf.Tensor2D,
  resolution: number,
  { mixing, labels }: StyleInputs = {},
): { readonly ws: tf.Tensor2D[]; readonly w: tf.Tensor2D } {
  const layers = layerCount(resolution);
  const w = mapping(params, shape, z, labels);
  const ws = mixing
    ? mixStyles(w, mapping(params, shape, mixing.z, labels), mixing.crossover, layers)
    : broadcastStyles(w, layers);
  return { ws, w };
}

/** z [N,zDim] -> { pictures, w [N,wDim] of the first latent }. First order. Caller disposes both. */
export function generator(
  params: ParamStore,
  shape: NetworkShape,
  z: tf.Tensor2D,
  inputs: SynthesisInputs,
  styles: StyleInputs = {},
): { pictures: Pictures; w: tf.Tensor2D } {
  return tf.tidy(() => {
    const { ws, w } = stylesOf(params, shape, z, inputs.resolution, styles);
    return { pictures: [...architectureOf(shape).synthesis(params, shape, ws, inputs)], w };
  });
}
