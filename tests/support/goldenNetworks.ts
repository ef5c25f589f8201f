/**
 * The networks whose numbers tests/golden/torchNetworks.json holds: drawn from a seed, with noise strengths, biases and
 * wAvg away from the zeros that would hide a mistake. The numbers come from scripts/torch_golden.py.
 */
import * as tf from '../../src/gpu/tf.ts';
import type { ParamStore } from '../../src/model/paramStore.ts';
import type { TrainConfig } from '../../src/protocol/trainConfig.ts';
import { configOf } from '../../src/protocol/validate.ts';
import { normals } from '../../src/random/draws.ts';
import type { TrainState } from '../../src/training/trainState.ts';

const STREAM_OF_TEST = 997;
/** Size of the values put where parameters start at zero. */
const SPREAD = 0.2;

/** 16 px from 4, odd numbers of feature maps at some resolutions. */
export function goldenConfig(): TrainConfig {
  return configOf({
    preset: 'tiny',
    resolution: 16,
    seed: 11,
    zDim: 6,
    wDim: 5,
    channelBase: 48,
    channelMax: 9,
    mbstdGroup: 2,
  });
}

/** Adds normals to biases, noise strengths and wAvg of all networks, the same in G and GEma. */
export function strengthenNoise({ G, GEma, D }: Pick<TrainState, 'G' | 'GEma' | 'D'>): void {
  for (const params of [G, GEma, D]) addNormals(params);
}

function addNormals(params: ParamStore): void {
  [...params].forEach(([name, variable], place) => {
    if (!/\.(bias|noise_strength|w_avg)$/.test(name)) return;
    const values = normals(1, STREAM_OF_TEST, place, variable.size).map((v) => v * SPREAD);
    tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(values, variable.shape))));
  });
}
