/** The whole generator, z to picture, with style mixing; and its parameter list. */
import * as tf from '../gpu/tf.ts';
import { mapping, mappingSpecs } from './mapping.ts';
import { layerCount, type NetworkShape } from './networkShape.ts';
import type { ParamSpec, ParamStore } from './paramStore.ts';
import { type SynthesisInputs, synthesis, synthesisSpecs } from './synthesis.ts';

export function generatorSpecs(shape: NetworkShape): ParamSpec[] {
  return [...mappingSpecs(shape), ...synthesisSpecs(shape)];
}

/** One w for every layer. The tensors are not copied. */
export function broadcastStyles(w: tf.Tensor2D, layers: number): tf.Tensor2D[] {
  return Array.from({ length: layers }, () => w);
}

/** Styles of `w` below the crossover layer and of `other` from it on. @see Karras 2019, section 3.1 (style mixing) */
function mixStyles(w: tf.Tensor2D, other: tf.Tensor2D, crossover: number, layers: number): tf.Tensor2D[] {
  return Array.from({ length: layers }, (_, layer) => (layer < crossover ? w : other));
}

/** A second latent that takes over from layer `crossover` (1 to layers - 1) on. */
export interface Mixing {
  readonly z: tf.Tensor2D;
  readonly crossover: number;
}

/** z [N,zDim] -> { picture [N,R,R,channels], w [N,wDim] of the first latent }. First order. Caller disposes both. */
export function generator(
  params: ParamStore,
  shape: NetworkShape,
  z: tf.Tensor2D,
  inputs: SynthesisInputs,
  mixing?: Mixing,
): { picture: tf.Tensor4D; w: tf.Tensor2D } {
  const layers = layerCount(inputs.resolution);
  return tf.tidy(() => {
    const w = mapping(params, shape, z);
    const ws = mixing
      ? mixStyles(w, mapping(params, shape, mixing.z), mixing.crossover, layers)
      : broadcastStyles(w, layers);
    return { picture: synthesis(params, shape, ws, inputs), w };
  });
}
