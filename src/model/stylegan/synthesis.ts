/**
 * The progressive synthesis network of `stylegan`: styles to a picture. Constant 4x4; two layers a block, each convolution, noise, bias,
 * leaky ReLU, AdaIN; toRGB at the working resolution, crossfaded with the resolution below while alpha is under 1.
 * @see Karras 2019, section 2 and figure 1b; Karras 2018, section 2
 */
import * as tf from '../../gpu/tf.ts';
import { adaIn } from '../../ops/adaIn.ts';
import { upsample2d } from '../../ops/resample.ts';
import { type NoisePlanes, styledActivation } from '../../ops/styledActivation.ts';
import { affineStyles } from '../affine.ts';
import type { SynthesisInputs } from '../architecture.ts';
import { biasOf, convLayer, convolve, convSpecs, denseSpecs, linear } from '../layers.ts';
import { learnedConstant } from '../learnedConstant.ts';
import {
  blockResolutions,
  CONSTANT_SIDE,
  featureMaps,
  LRELU_GAIN,
  LRELU_SLOPE,
  type NetworkShape,
} from '../networkShape.ts';
import { type ParamSpec, type ParamStore, param } from '../paramStore.ts';
import { BOX_TAPS, lerp, type Pictures, SMOOTH_TAPS } from '../pictures.ts';

export function progressiveSynthesisSpecs(shape: NetworkShape): ParamSpec[] {
  const specs: ParamSpec[] = [
    {
      name: 'synthesis.b4.const',
      shape: [1, CONSTANT_SIDE, CONSTANT_SIDE, featureMaps(shape, CONSTANT_SIDE)],
      init: { kind: 'fill', value: 1 },
    },
  ];
  for (const resolution of blockResolutions(shape.resolution)) {
    const from = featureMaps(shape, Math.max(CONSTANT_SIDE, resolution / 2));
    const to = featureMaps(shape, resolution);
    for (const conv of ['conv0', 'conv1']) {
      const name = `synthesis.b${resolution}.${conv}`;
      const layer = convSpecs(name, 3, conv === 'conv0' ? from : to, to);
      // The first layer of 4x4 styles the constant itself and has no convolution.
      specs.push(...(resolution === CONSTANT_SIDE && conv === 'conv0' ? layer.slice(1) : layer));
      specs.push({ name: `${name}.noise_strength`, shape: [to], init: { kind: 'fill', value: 0 } });
      specs.push(...denseSpecs(`${name}.affine`, shape.wDim, 2 * to));
    }
    if (resolution >= shape.startResolution)
      specs.push(...convSpecs(`synthesis.b${resolution}.torgb`, 1, to, shape.channels));
  }
  return specs;
}

/** ws: one [N,wDim] a layer, layerCount(resolution) of them -> one picture [N,R,R,channels]. First order. Caller disposes. */
export function progressiveSynthesis(
  params: ParamStore,
  shape: NetworkShape,
  ws: readonly tf.Tensor2D[],
  { resolution, alpha, noise }: SynthesisInputs,
): Pictures {
  return tf.tidy(() => {
    let x = learnedConstant(params, shape, ws, resolution); // [N,4,4,C]
    const names = blockResolutions(resolution).flatMap((r) => [`synthesis.b${r}.conv0`, `synthesis.b${r}.conv1`]);
    const styles = affineStyles(
      params,
      names.map((name, layer) => ({ name, w: ws[layer] as tf.Tensor2D })),
    );
    let picture: tf.Tensor4D | undefined;
    blockResolutions(resolution).forEach((r, block) => {
      const isTop = r === resolution;
      if (isTop && alpha && r > shape.startResolution) picture = upsample2d(toRgb(params, x, r / 2), BOX_TAPS);
      const [layer0, layer1] = [2 * block, 2 * block + 1];
      const name = `synthesis.b${r}`;
      if (r > CONSTANT_SIDE) x = styledConvolution(params, `${name}.conv0`, upsample2d(x, SMOOTH_TAPS)); // [N,r,r,C]
      x = epilogue(params, `${name}.conv0`, x, styles[layer0] as tf.Tensor2D, noise(layer0, r));
      x = styledConvolution(params, `${name}.conv1`, x);
      x = epilogue(params, `${name}.conv1`, x, styles[layer1] as tf.Tensor2D, noise(layer1, r));
    });
    const top = toRgb(params, x, resolution); // [N,R,R,channels]
    return [picture && alpha ? lerp(picture, top, alpha) : top];
  });
}

const styledConvolution = (params: ParamStore, name: string, x: tf.Tensor4D) => convolve(params, name, x, LRELU_GAIN);

function toRgb(params: ParamStore, x: tf.Tensor4D, resolution: number): tf.Tensor4D {
  return convLayer(params, `synthesis.b${resolution}.torgb`, x, linear);
}

/** Noise, bias, leaky ReLU, then AdaIN. x [N,H,W,C], style [N,2C]: scale, then shift. */
function epilogue(
  params: ParamStore,
  name: string,
  x: tf.Tensor4D,
  style: tf.Tensor2D,
  noise: NoisePlanes,
): tf.Tensor4D {
  const strength = param(params, `${name}.noise_strength`); // [C]
  const added = { noise, strength, bias: biasOf(params, name) };
  const active = styledActivation(x, added, { slope: LRELU_SLOPE, gain: 1 });
  const [scale, shift] = tf.split(style, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return adaIn(active, scale, shift);
}
