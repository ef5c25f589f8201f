/**
 * The random inputs of one step, each a pure function of (seed, draw): latents, per-layer noise, style mixing, penalty
 * points. The draws of the generator's step, the critic's and the path length's never share a stream.
 */
import { type Live, mapLive } from '../gpu/live.ts';
import type * as tf from '../gpu/tf.ts';
import type { NoiseOf } from '../model/architecture.ts';
import { architectureOf } from '../model/architectures.ts';
import type { Mixing } from '../model/generator.ts';
import { blockResolutions, layerCount, type NetworkShape } from '../model/networkShape.ts';
import { randomNormal, randomNormalParts, startsOf } from '../ops/randomNormal.ts';
import { randomUniform } from '../ops/randomUniform.ts';
import { drawCrossover } from '../ops/styleMixing.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { STREAM } from '../random/streams.ts';

/** Whose fakes the draw is for. */
export type Player = 'G' | 'D' | 'path';

/** More layers than any network has: makes one noise step of a draw and a layer. */
const LAYER_STRIDE = 64;

interface PlayerStreams {
  readonly latent: number;
  readonly noise: number;
  /** Decision and crossover, then the second latent. */
  readonly mixing: number;
  readonly mixingLatent: number;
  /** Where in the mixing streams a draw lies: G's and the critic's share them, alternating. */
  readonly mixingStep: (draw: number) => number;
}

const STREAMS: Readonly<Record<Player, PlayerStreams>> = {
  G: {
    latent: STREAM.latent,
    noise: STREAM.noise,
    mixing: STREAM.mixing,
    mixingLatent: STREAM.mixingLatent,
    mixingStep: (draw) => 2 * draw,
  },
  D: {
    latent: STREAM.latentD,
    noise: STREAM.noiseD,
    mixing: STREAM.mixing,
    mixingLatent: STREAM.mixingLatent,
    mixingStep: (draw) => 2 * draw + 1,
  },
  path: {
    latent: STREAM.pathLatent,
    noise: STREAM.pathNoise,
    mixing: STREAM.pathMixing,
    mixingLatent: STREAM.pathMixingLatent,
    mixingStep: (draw) => draw,
  },
};

export interface FakeInputs {
  readonly z: tf.Tensor2D;
  readonly mixing?: Mixing;
  readonly noise: NoiseOf;
}

/** Inputs for `batch` fakes at `resolution` in the player's draw `draw`. Caller disposes, or calls inside a tidy. */
export function drawFakeInputs(
  config: Pick<TrainConfig, 'seed' | 'styleMixing'>,
  shape: NetworkShape,
  player: Player,
  draw: Live,
  batch: number,
  resolution: number,
): FakeInputs {
  const { seed, styleMixing } = config;
  const streams = STREAMS[player];
  const z = randomNormal([batch, shape.zDim], { seed, stream: streams.latent, step: draw }) as tf.Tensor2D;
  const noise = drawNoise(seed, shape, streams.noise, draw, batch, resolution);
  if (styleMixing <= 0) return { z, noise };
  const step = mapLive(draw, streams.mixingStep);
  const crossover = drawCrossover({ seed, stream: streams.mixing, step }, styleMixing, layerCount(resolution));
  const other = randomNormal([batch, shape.zDim], { seed, stream: streams.mixingLatent, step }) as tf.Tensor2D;
  return { z, noise, mixing: { z: other, crossover } };
}

/** A plane a picture and layer, all layers in one tensor: a dispatch for each would cost more than its numbers. */
function drawNoise(
  seed: number,
  shape: NetworkShape,
  stream: number,
  draw: Live,
  batch: number,
  resolution: number,
): NoiseOf {
  const { noiselessLayers } = architectureOf(shape);
  const layers = blockResolutions(resolution)
    .flatMap((side, block) => [2 * block, 2 * block + 1].map((layer) => ({ count: batch * side * side, after: layer })))
    .filter(({ after }) => !noiselessLayers.includes(after));
  const values = randomNormalParts(layers, { seed, stream, step: mapLive(draw, (number) => number * LAYER_STRIDE) });
  const starts = startsOf(layers);
  return (layer) => {
    const start = starts[layers.findIndex(({ after }) => after === layer)];
    if (start === undefined) throw new Error(`Layer ${layer} of a network at ${resolution} px takes no noise.`);
    return { values, start, planes: batch };
  };
}

/** Where between real and fake the gradient penalty looks, [N,1,1,1] in [0,1). Caller disposes. */
export function drawPenaltyPoints(seed: number, draw: Live, batch: number): tf.Tensor4D {
  return randomUniform([batch, 1, 1, 1], { seed, stream: STREAM.penalty, step: draw }) as tf.Tensor4D;
}

/** Standard normals of a picture's shape for the path length; `scale` counts the pictures of msg. Caller disposes. */
export function drawPictureNoise(
  seed: number,
  draw: Live,
  shape: [number, number, number, number],
  scale: number,
): tf.Tensor4D {
  // Layers of noise count up from 0, pictures down from the last place.
  const step = mapLive(draw, (number) => number * LAYER_STRIDE + LAYER_STRIDE - 1 - scale);
  return randomNormal(shape, { seed, stream: STREAM.pathNoise, step }) as tf.Tensor4D;
}
