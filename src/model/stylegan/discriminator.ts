/**
 * The progressive critic of `stylegan`: a picture to one score. fromRGB at the working resolution, crossfaded with the halved picture
 * while alpha is under 1; two convolutions a block.
 * @see Karras 2018, appendix A; Karras 2019, appendix C
 */
import * as tf from '../../gpu/tf.ts';
import { downsample2d } from '../../ops/resample.ts';
import type { CriticInputs } from '../architecture.ts';
import { assertShape } from '../assertShape.ts';
import { criticHead, criticHeadSpecs } from '../criticHead.ts';
import { biasOf, convLayer, convolve, convSpecs, leaky } from '../layers.ts';
import { blockResolutions, CONSTANT_SIDE, featureMaps, type NetworkShape } from '../networkShape.ts';
import type { ParamSpec, ParamStore } from '../paramStore.ts';
import { BOX_TAPS, finest, lerp, type Pictures, SMOOTH_TAPS } from '../pictures.ts';

export function progressiveCriticSpecs(shape: NetworkShape): ParamSpec[] {
  const specs: ParamSpec[] = [];
  for (const resolution of blockResolutions(shape.resolution)) {
    const maps = featureMaps(shape, resolution);
    if (resolution >= shape.startResolution)
      specs.push(...convSpecs(`b${resolution}.fromrgb`, 1, shape.channels, maps));
    if (resolution === CONSTANT_SIDE) continue;
    specs.push(...convSpecs(`b${resolution}.conv0`, 3, maps, maps));
    specs.push(...convSpecs(`b${resolution}.conv1`, 3, maps, featureMaps(shape, resolution / 2)));
  }
  return [...specs, ...criticHeadSpecs(shape)];
}

/** One picture [N,R,R,channels] in [-1,1] -> logits [N,1]. Second order. Caller disposes. */
export function progressiveCritic(
  params: ParamStore,
  shape: NetworkShape,
  pictures: Pictures,
  inputs: CriticInputs,
): tf.Tensor2D {
  return tf.tidy(() => criticHead(params, shape, progressiveFeatures(params, shape, pictures, inputs), inputs));
}

/** The same as far as its head -> [N,4,4,C]. Second order. Caller disposes. */
export function progressiveFeatures(
  params: ParamStore,
  shape: NetworkShape,
  pictures: Pictures,
  inputs: CriticInputs,
): tf.Tensor4D {
  const { resolution, alpha, activate = leaky } = inputs;
  const image = finest(pictures);
  assertShape(image, [null, resolution, resolution, shape.channels], 'The critic’s picture');
  return tf.tidy(() => {
    let x = convLayer(params, `b${resolution}.fromrgb`, image, activate); // [N,R,R,C]
    for (let r = resolution; r > CONSTANT_SIDE; r /= 2) {
      x = convLayer(params, `b${r}.conv0`, x, activate);
      // Blur, convolution and 2x2 mean commute but for the border: one FIR after the convolution does both.
      x = downsample2d(convolve(params, `b${r}.conv1`, x), SMOOTH_TAPS); // [N,r/2,r/2,C]
      x = activate(x, biasOf(params, `b${r}.conv1`));
      if (r === resolution && alpha && resolution > shape.startResolution) {
        const halved = convLayer(params, `b${r / 2}.fromrgb`, downsample2d(image, BOX_TAPS), activate);
        x = lerp(halved, x, alpha);
      }
    }
    return x;
  });
}
