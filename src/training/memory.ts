/**
 * The GPU memory of a run as far as its settings tell, and whether a GPU can hold it. Pure: nothing is allocated, so that it
 * can be asked before every run.
 */

import { architectureOf } from '../model/architectures.ts';
import { generatorSpecs } from '../model/generator.ts';
import { blockResolutions, CONSTANT_SIDE, featureMaps } from '../model/networkShape.ts';
import type { ParamSpec } from '../model/paramStore.ts';
import type { AdapterFacts } from '../protocol/events.ts';
import { atResolution, type TrainConfig } from '../protocol/trainConfig.ts';
import { LOSSES } from './losses.ts';
import { networkShape } from './networks.ts';

const BYTES_A_VALUE = 4;
/** Weights, gradients and both moments of Adam. */
const COPIES_TRAINED = 4;

export interface ParameterCounts {
  readonly G: number;
  readonly D: number;
}

/** classes: in the data set. */
export function parameterCounts(config: TrainConfig, classes: number): ParameterCounts {
  const shape = networkShape(config, classes);
  const count = (specs: readonly ParamSpec[]) =>
    specs.reduce((sum, spec) => sum + spec.shape.reduce((product, side) => product * side, 1), 0);
  return { G: count(generatorSpecs(shape)), D: count(architectureOf(shape).criticSpecs(shape)) };
}

/** Bytes of all that is as large as a network's weights; the generator has its average, too. */
export function networkBytes({ G, D }: ParameterCounts): number {
  return BYTES_A_VALUE * ((COPIES_TRAINED + 1) * G + COPIES_TRAINED * D);
}

/** The critic looks at reals and fakes in one pass; for a loss of pairs in one each. */
const setsInOnePass = ({ loss }: Pick<TrainConfig, 'loss'>) => (LOSSES[loss].isPaired ? 1 : 2);

/**
 * Bytes of the largest tensor that the critic makes of one part of a batch with blocks up to `resolution`. No step does
 * with less in one piece; borders of filters may add a little.
 */
export function largestLayer(
  config: TrainConfig,
  resolution: number,
): { readonly side: number; readonly bytes: number } {
  const shape = networkShape(config, 0);
  const slices = (setsInOnePass(config) * atResolution(config.batch, resolution)) / config.accumulation;
  // stylegan's critic widens before it halves the side, the others while they do.
  const mapsAt = (side: number) =>
    featureMaps(shape, config.arch === 'stylegan' ? Math.max(CONSTANT_SIDE, side / 2) : side);
  const layers = blockResolutions(resolution).map((side) => ({
    side,
    bytes: BYTES_A_VALUE * slices * side * side * mapsAt(side),
  }));
  return layers.reduce((largest, layer) => (layer.bytes > largest.bytes ? layer : largest));
}

const BYTES_A_MEGABYTE = 1e6;
const megabytes = (bytes: number) => `${Math.ceil(bytes / BYTES_A_MEGABYTE).toLocaleString('en-US')} MB`;

/** Why this GPU cannot hold a buffer that the run needs, as a sentence; undefined where it can, as far as is known here. */
export function problemWithDevice(
  config: TrainConfig,
  classes: number,
  resolutions: readonly number[],
  { maxBinding, maxBuffer }: Pick<AdapterFacts, 'maxBinding' | 'maxBuffer'>,
): string | undefined {
  const most = Math.min(maxBinding, maxBuffer);
  const counts = parameterCounts(config, classes);
  const network = BYTES_A_VALUE * Math.max(counts.G, counts.D);
  if (network > most)
    return `A network of these settings takes ${megabytes(network)}, and this GPU binds at most ${megabytes(most)} at once: lower channelMax or channelBase.`;
  for (const resolution of resolutions) {
    const { side, bytes } = largestLayer(config, resolution);
    if (bytes > most)
      return `At ${side} × ${side} a layer takes ${megabytes(bytes)}, and this GPU binds at most ${megabytes(most)} at once: lower Batch or channelBase, or raise Parts of a batch.`;
  }
  return undefined;
}
