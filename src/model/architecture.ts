/** What an architecture is: the parameters and functions of its two halves, whatever they are inside. Types only. */
import type * as tf from '../gpu/tf.ts';
import type { NoisePlanes } from '../ops/styledActivation.ts';
import type { Labels } from './labels.ts';
import type { Activate } from './layers.ts';
import type { NetworkShape } from './networkShape.ts';
import type { ParamSpec, ParamStore } from './paramStore.ts';
import type { Pictures } from './pictures.ts';

/** The noise of one layer, freshly drawn or constant. `layer` counts from 0 at 4x4, two a resolution. */
export type NoiseOf = (layer: number, resolution: number) => NoisePlanes;

export interface SynthesisInputs {
  /** The working resolution. */
  readonly resolution: number;
  /** Scalar 0 to 1: how far the working resolution is faded in; undefined when nothing fades. */
  readonly alpha?: tf.Scalar;
  readonly noise: NoiseOf;
}

export interface CriticInputs {
  readonly resolution: number;
  /** As for synthesis. */
  readonly alpha?: tf.Scalar;
  readonly labels?: Labels;
  /** The batch is so many batches of one size behind each other, whose pictures are never compared; 1 unless said. */
  readonly sets?: number;
  /** Bias and non-linearity; checks by finite differences put a smooth one here. */
  readonly activate?: Activate;
}

export interface Architecture {
  readonly synthesisSpecs: (shape: NetworkShape) => ParamSpec[];
  readonly criticSpecs: (shape: NetworkShape) => ParamSpec[];
  /** Sides of the pictures at the working resolution, smallest first. */
  readonly scales: (shape: NetworkShape, resolution: number) => readonly number[];
  /** Layers, as NoiseOf counts them, that this architecture leaves out. */
  readonly noiselessLayers: readonly number[];
  /** ws: layerCount(resolution) tensors [N,wDim] -> pictures in about [-1,1]. Caller disposes. */
  readonly synthesis: (
    params: ParamStore,
    shape: NetworkShape,
    ws: readonly tf.Tensor2D[],
    inputs: SynthesisInputs,
  ) => Pictures;
  /** pictures at `scales` -> logits [N,1]. Second order. Caller disposes. */
  readonly critic: (params: ParamStore, shape: NetworkShape, pictures: Pictures, inputs: CriticInputs) => tf.Tensor2D;
  /** The same as far as the critic's head: what it sees in each picture by itself -> [N,4,4,C]. Caller disposes. */
  readonly criticFeatures: (
    params: ParamStore,
    shape: NetworkShape,
    pictures: Pictures,
    inputs: CriticInputs,
  ) => tf.Tensor4D;
}
