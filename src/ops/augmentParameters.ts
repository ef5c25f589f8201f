/**
 * Draws what is done to each picture of a batch, each operation with probability p, where p is a number on the GPU: a pure
 * function of (p, seed, stream, step). No gradient. It refuses to keep a state and to read p back.
 * @see Karras 2020, "Training GANs with limited data", appendix B
 */
import * as tf from '../gpu/tf.ts';
import type { AugmentParameters, AugmentSettings } from './augmentStrengths.ts';
import { augmentParametersFused } from './kernels/augmentParameters.ts';
import { runsFused } from './mode.ts';
import type { Draw } from './randomNormal.ts';
import { augmentParametersReference } from './references/augmentParameters.ts';

export type { AugmentParameters, AugmentSettings } from './augmentStrengths.ts';

/**
 * Parameters for `count` pictures. p: one number in [0,1], of any rank. At p = 0 maps are the identity and colours change
 * nothing, exactly. An operation that is drawn may still do nothing: half of the flips, a quarter of the turns, as in the
 * paper. Each of the two rotations has the probability 1 - sqrt(1 - p), so that one of them happens with p. Caller disposes.
 */
export function augmentParameters(
  p: tf.Tensor,
  count: number,
  settings: AugmentSettings,
  draw: Draw,
): AugmentParameters {
  if (p.size !== 1) throw new Error(`augmentParameters takes one probability, and got a tensor [${p.shape}].`);
  if (!(settings.shiftUnit >= 1))
    throw new Error(`augmentParameters splits a side into 1 or more steps, not ${settings.shiftUnit}.`);
  if (!runsFused()) {
    const [maps, colors] = tf.tidy(() => augmentParametersReference(p, count, settings, draw));
    return { maps, colors };
  }
  const { maps, colors } = augmentParametersFused(p, count, settings, draw);
  const tensorOf = (info: tf.TensorInfo) => tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor2D;
  return { maps: tensorOf(maps), colors: tensorOf(colors) };
}
