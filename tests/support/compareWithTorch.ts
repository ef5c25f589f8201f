/** Our networks against tests/golden/torchNetworks.json, PyTorch's numbers for the same weights, on the active backend. */
import * as tf from '../../src/gpu/tf.ts';
import { architectureOf } from '../../src/model/architectures.ts';
import { generator } from '../../src/model/generator.ts';
import { latentOfSeed } from '../../src/random/draws.ts';
import { constantNoise } from '../../src/sampling/constantNoise.ts';
import { lossAndGradients } from '../../src/training/gradients.ts';
import { type Critic, meanSquaredGradient } from '../../src/training/regularizers.ts';
import { createTrainState, disposeTrainState } from '../../src/training/trainState.ts';
import golden from '../golden/torchNetworks.json' with { type: 'json' };
import { goldenConfig, strengthenNoise } from './goldenNetworks.ts';

export interface Difference {
  readonly what: string;
  /** Largest difference over the largest number. */
  readonly error: number;
}

/** Pictures of GEma, logits of D, R1 and its gradients in D's parameters (leaky masks and all). */
export async function differencesFromTorch(): Promise<Difference[]> {
  const config = goldenConfig();
  const state = createTrainState(config, 0);
  strengthenNoise(state);
  const { shape, GEma, D } = state;
  const { resolution } = config;
  const alpha = tf.scalar(golden.workingAlpha);
  const z = tf.tensor2d(
    golden.seeds.flatMap((seed) => [...latentOfSeed(seed, config.zDim)]),
    [golden.seeds.length, config.zDim],
  );
  const [pictures] = tf.tidy(() => {
    const noise = (layer: number, side: number) =>
      tf.tensor4d(constantNoise(config.seed, layer, side), [1, side, side, 1]);
    return [...generator(GEma, shape, z, { resolution, alpha, noise }).pictures];
  });
  if (!pictures) throw new Error('The generator painted nothing.');
  const critic: Critic = (images) => architectureOf(shape).critic(D, shape, images, { resolution, alpha });
  const logits = critic([pictures]);
  const { value, gradients } = lossAndGradients(D, () => meanSquaredGradient(critic, [pictures]));

  const differences = [
    { what: 'pictures', error: errorOf(await pictures.data(), golden.pictures) },
    { what: 'logits', error: errorOf(await logits.data(), golden.logits) },
    { what: 'R1', error: errorOf(await value.data(), [golden.r1]) },
  ];
  for (const [name, norm] of Object.entries(golden.r1GradientNorms)) {
    const gradient = gradients.get(name);
    if (!gradient) throw new Error(`R1 gave no gradient for ${name}.`);
    differences.push({
      what: `R1's gradient of ${name}`,
      error: errorOf([Math.hypot(...(await gradient.data()))], [norm]),
    });
  }
  tf.dispose([alpha, z, pictures, logits, value, ...gradients.values()]);
  disposeTrainState(state);
  return differences;
}

function errorOf(ours: ArrayLike<number>, theirs: readonly number[]): number {
  if (ours.length !== theirs.length)
    throw new Error(`${ours.length} numbers cannot be compared with ${theirs.length}.`);
  const largest = Math.max(...theirs.map(Math.abs));
  return Math.max(...theirs.map((value, i) => Math.abs((ours[i] as number) - value))) / largest;
}
