/**
 * The residual critic of `stylegan2` and `msg`: fromRGB, then at each resolution two convolutions beside a 1x1 skip. For msg
 * the picture of each further scale joins the features through a fromRGB of its own. It refuses to grow.
 * @see Karras 2020, figure 7c; Karnewar and Wang 2020, section 2 (the combine function is a sum after a 1x1 convolution)
 */
import * as tf from '../../gpu/tf.ts';
import { blur2d } from '../../ops/blur.ts';
import { convAdded } from '../../ops/convLayer.ts';
import { downsample2d } from '../../ops/resample.ts';
import type { CriticInputs } from '../architecture.ts';
import { assertShape } from '../assertShape.ts';
import { criticHead, criticHeadSpecs } from '../criticHead.ts';
import { type Activate, branchingLayer, convLayer, convSpecs, filterOf, leaky } from '../layers.ts';
import { CONSTANT_SIDE, featureMaps, type NetworkShape } from '../networkShape.ts';
import type { ParamSpec, ParamStore } from '../paramStore.ts';
import { finest, type Pictures, SMOOTH_TAPS } from '../pictures.ts';
import { pictureScales } from './scales.ts';

/** Two branches of equal variance are added: each is scaled so that their sum keeps it. */
const BRANCH_GAIN = Math.SQRT1_2;
/** Room for the blur and the convolution before a halving. */
const PAD_BEFORE_HALVING = 2;

export function residualCriticSpecs(shape: NetworkShape): ParamSpec[] {
  const specs: ParamSpec[] = [];
  for (const resolution of pictureScales(shape, shape.resolution))
    specs.push(...convSpecs(`b${resolution}.fromrgb`, 1, shape.channels, featureMaps(shape, resolution)));
  for (let r = shape.resolution; r > CONSTANT_SIDE; r /= 2) {
    const [maps, half] = [featureMaps(shape, r), featureMaps(shape, r / 2)];
    specs.push(...convSpecs(`b${r}.conv0`, 3, maps, maps), ...convSpecs(`b${r}.conv1`, 3, maps, half));
    specs.push({ name: `b${r}.skip.weight`, shape: [1, 1, maps, half], init: { kind: 'normal', std: 1 } });
  }
  return [...specs, ...criticHeadSpecs(shape)];
}

/** Pictures [N,r,r,channels] in [-1,1] at the network's scales -> logits [N,1]. Second order. Caller disposes. */
export function residualCritic(
  params: ParamStore,
  shape: NetworkShape,
  pictures: Pictures,
  inputs: CriticInputs,
): tf.Tensor2D {
  return tf.tidy(() => criticHead(params, shape, residualFeatures(params, shape, pictures, inputs), inputs));
}

/** The same as far as its head -> [N,4,4,C]. Second order. Caller disposes. */
export function residualFeatures(
  params: ParamStore,
  shape: NetworkShape,
  pictures: Pictures,
  inputs: CriticInputs,
): tf.Tensor4D {
  const { resolution, activate = leaky } = inputs;
  const scales = pictureScales(shape, resolution);
  if (pictures.length !== scales.length)
    throw new Error(`The critic compares ${scales.length} scales (${scales} px), but got ${pictures.length} pictures.`);
  scales.forEach((side, i) => {
    assertShape(pictures[i] as tf.Tensor4D, [null, side, side, shape.channels], 'The critic’s picture');
  });
  return tf.tidy(() => {
    let x = convLayer(params, `b${resolution}.fromrgb`, finest(pictures), activate); // [N,R,R,C]
    for (let r = resolution; r > CONSTANT_SIDE; r /= 2) {
      x = residualBlock(params, `b${r}`, x, activate); // [N,r/2,r/2,C]
      const coarser = pictures[scales.indexOf(r / 2)];
      if (coarser) x = tf.add(x, convLayer(params, `b${r / 2}.fromrgb`, coarser, activate));
    }
    return x;
  });
}

/** [N,r,r,I] -> [N,r/2,r/2,O]. */
function residualBlock(params: ParamStore, name: string, x: tf.Tensor4D, activate: Activate): tf.Tensor4D {
  const [wide, same] = branchingLayer(params, `${name}.conv0`, x, activate);
  const halved = convLayer(params, `${name}.conv1`, blur2d(wide, SMOOTH_TAPS, PAD_BEFORE_HALVING), activate, {
    stride: 2,
    gain: BRANCH_GAIN,
  });
  const { filter, gain } = filterOf(params, `${name}.skip`);
  return convAdded(downsample2d(same, SMOOTH_TAPS), filter, halved, gain * BRANCH_GAIN);
}
