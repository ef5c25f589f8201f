/**
 * The random inputs of one step, each a pure function of (seed, step): latents, per-layer noise, style mixing, penalty
 * points. The generator's and the critic's draws never share a stream.
 */
import * as tf from '../gpu/tf.ts';
import type { Mixing } from '../model/generator.ts';
import { layerCount, type NetworkShape } from '../model/networkShape.ts';
import type { NoiseOf } from '../model/synthesis.ts';
import { randomNormal } from '../ops/randomNormal.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { uniforms } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';

/** Whose fakes the draw is for. */
export type Player = 'G' | 'D';

/** More layers than any network has: makes one noise step of a training step and a layer. */
const LAYER_STRIDE = 64;

export interface FakeInputs {
  readonly z: tf.Tensor2D;
  readonly mixing?: Mixing;
  readonly noise: NoiseOf;
}

/** Inputs for `batch` fakes at `resolution` in iteration `step`. Caller disposes, or calls inside a tidy. */
export function drawFakeInputs(
  config: TrainConfig,
  shape: NetworkShape,
  player: Player,
  step: number,
  batch: number,
  resolution: number,
): FakeInputs {
  const { seed } = config;
  const stepOfPlayer = 2 * step + (player === 'G' ? 0 : 1);
  const z = randomNormal([batch, shape.zDim], {
    seed,
    stream: player === 'G' ? STREAM.latent : STREAM.latentD,
    step,
  }) as tf.Tensor2D;
  const noise: NoiseOf = (layer, side) =>
    randomNormal([batch, side, side, 1], {
      seed,
      stream: player === 'G' ? STREAM.noise : STREAM.noiseD,
      step: step * LAYER_STRIDE + layer,
    }) as tf.Tensor4D;
  const crossover = drawCrossover(seed, config.styleMixing, stepOfPlayer, layerCount(resolution));
  if (crossover === undefined) return { z, noise };
  const other = randomNormal([batch, shape.zDim], { seed, stream: STREAM.mixingLatent, step: stepOfPlayer });
  return { z, noise, mixing: { z: other as tf.Tensor2D, crossover } };
}

/**
 * The layer from which the second style takes over, 1 to layers - 1, or undefined when this batch does not mix.
 * @see Karras 2019, section 3.1
 */
export function drawCrossover(seed: number, probability: number, step: number, layers: number): number | undefined {
  const [decision = 0, place = 0] = uniforms(seed, STREAM.mixing, step, 2);
  if (decision >= probability) return undefined;
  return 1 + Math.floor(place * (layers - 1));
}

/** Where between real and fake the gradient penalty looks, [N,1,1,1] in [0,1). Caller disposes. */
export function drawPenaltyPoints(seed: number, step: number, batch: number): tf.Tensor4D {
  return tf.tensor4d(uniforms(seed, STREAM.penalty, step, batch), [batch, 1, 1, 1]);
}
