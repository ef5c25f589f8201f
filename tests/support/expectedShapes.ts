/**
 * The shapes that a progressive StyleGAN of a config must have in a weights file, written down from the papers and apart
 * from the model's own code (Karras 2018, table 2; Karras 2019, figure 1). Convolutions are OIHW.
 */
import type { TrainConfig } from '../../src/protocol/trainConfig.ts';

type Shapes = Record<string, readonly number[]>;

export function expectedShapes(config: TrainConfig): Shapes {
  const shapes: Shapes = {};
  for (const network of ['G', 'GEma']) Object.assign(shapes, generatorShapes(config, network));
  return { ...shapes, ...criticShapes(config) };
}

/** Sides of all blocks, 4 up to the resolution: the networks always begin at 4, wherever training does. */
const sides = (config: TrainConfig) => {
  const all: number[] = [];
  for (let side = 4; side <= config.resolution; side *= 2) all.push(side);
  return all;
};

const channelsAt = ({ channelBase, channelMax }: TrainConfig, side: number) => Math.min(channelBase / side, channelMax);

function generatorShapes(config: TrainConfig, network: string): Shapes {
  const shapes: Shapes = {};
  for (let layer = 0; layer < config.mappingLayers; layer++)
    shapes[`${network}.mapping.fc${layer}.weight`] = [config.wDim, layer === 0 ? config.zDim : config.wDim];
  shapes[`${network}.mapping.w_avg`] = [config.wDim];
  for (const side of sides(config)) {
    const channels = channelsAt(config, side);
    const block = `${network}.synthesis.b${side}`;
    if (side === 4) shapes[`${block}.const`] = [channels, side, side];
    else shapes[`${block}.conv0.weight`] = [channels, channelsAt(config, side / 2), 3, 3];
    shapes[`${block}.conv1.weight`] = [channels, channels, 3, 3];
    shapes[`${block}.conv1.affine.weight`] = [2 * channels, config.wDim];
    shapes[`${block}.conv1.noise_const`] = [side, side];
    shapes[`${block}.torgb.weight`] = [config.channels, channels, 1, 1];
  }
  return shapes;
}

function criticShapes(config: TrainConfig): Shapes {
  const shapes: Shapes = {};
  for (const side of sides(config)) {
    const channels = channelsAt(config, side);
    shapes[`D.b${side}.fromrgb.weight`] = [channels, config.channels, 1, 1];
    if (side === 4) continue;
    shapes[`D.b${side}.conv0.weight`] = [channels, channels, 3, 3];
    shapes[`D.b${side}.conv1.weight`] = [channelsAt(config, side / 2), channels, 3, 3];
  }
  const last = channelsAt(config, 4);
  // One channel more: the minibatch standard deviation.
  shapes['D.b4.conv.weight'] = [last, last + 1, 3, 3];
  shapes['D.b4.fc.weight'] = [last, last * 4 * 4];
  shapes['D.b4.out.weight'] = [1, last];
  return shapes;
}
