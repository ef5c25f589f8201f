/**
 * The random inputs of one step, each a pure function of (seed, draw): latents, per-layer noise, style mixing, penalty
 * points. The draws of the generator's step, the critic's and the path length's never share a stream.
 */
import * as tf from '../gpu/tf.ts';
import type { NoiseOf } from '../model/architecture.ts';
import type { Mixing } from '../model/generator.ts';
import { layerCount, type NetworkShape } from '../model/networkShape.ts';
import { randomNormal } from '../ops/randomNormal.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { uniforms } from '../random/draws.ts';
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
  draw: number,
  batch: number,
  resolution: number,
): FakeInputs {
  const { seed } = config;
  const streams = STREAMS[player];
  const z = randomNormal([batch, shape.zDim], { seed, stream: streams.latent, step: draw }) as tf.Tensor2D;
  const noise: NoiseOf = (layer, side) =>
    randomNormal([batch, side, side, 1], {
      seed,
      stream: streams.noise,
      step: draw * LAYER_STRIDE + layer,
    }) as tf.Tensor4D;
  const mixingStep = streams.mixingStep(draw);
  const crossover = drawCrossover(seed, config.styleMixing, streams.mixing, mixingStep, layerCount(resolution));
  if (crossover === undefined) return { z, noise };
  const other = randomNormal([batch, shape.zDim], { seed, stream: streams.mixingLatent, step: mixingStep });
  return { z, noise, mixing: { z: other as tf.Tensor2D, crossover } };
}

/**
 * The layer from which the second style takes over, 1 to layers - 1, or undefined when this batch does not mix.
 * @see Karras 2019, section 3.1
 */
export function drawCrossover(
  seed: number,
  probability: number,
  stream: number,
  step: number,
  layers: number,
): number | undefined {
  const [decision = 0, place = 0] = uniforms(seed, stream, step, 2);
  if (decision >= probability) return undefined;
  return 1 + Math.floor(place * (layers - 1));
}

/** Where between real and fake the gradient penalty looks, [N,1,1,1] in [0,1). Caller disposes. */
export function drawPenaltyPoints(seed: number, draw: number, batch: number): tf.Tensor4D {
  return tf.tensor4d(uniforms(seed, STREAM.penalty, draw, batch), [batch, 1, 1, 1]);
}

/** Standard normals of a picture's shape for the path length; `scale` counts the pictures of msg. Caller disposes. */
export function drawPictureNoise(
  seed: number,
  draw: number,
  shape: [number, number, number, number],
  scale: number,
): tf.Tensor4D {
  // Layers of noise count up from 0, pictures down from the last place.
  const step = draw * LAYER_STRIDE + LAYER_STRIDE - 1 - scale;
  return randomNormal(shape, { seed, stream: STREAM.pathNoise, step }) as tf.Tensor4D;
}
