/**
 * Modulated convolutions: the style scales the activations before a shared convolution, and the demodulation scales them
 * after it. The same as scaling the weights for each sample, without a grouped convolution.
 * @see Karras 2020, section 2.2, eq. 1 and 3
 */
import type * as tf from '../../gpu/tf.ts';
import { paint } from '../../ops/paint.ts';
import type { NoisePlanes } from '../../ops/styledActivation.ts';
import { styledConv } from '../../ops/styledConv.ts';
import { biasOf, convSpecs, denseSpecs, filterOf } from '../layers.ts';
import { LRELU_GAIN, LRELU_SLOPE } from '../networkShape.ts';
import { type ParamSpec, type ParamStore, param } from '../paramStore.ts';
import { SMOOTH_TAPS } from '../pictures.ts';

/** Styles begin as ones: the affine layer's bias. */
const FIRST_STYLE = 1;

export function modulatedSpecs(name: string, wDim: number, from: number, to: number): ParamSpec[] {
  return [
    ...convSpecs(name, 3, from, to),
    { name: `${name}.noise_strength`, shape: [], init: { kind: 'fill', value: 0 } },
    ...denseSpecs(`${name}.affine`, wDim, from, 1, FIRST_STYLE),
  ];
}

export function toRgbSpecs(name: string, wDim: number, from: number, channels: number): ParamSpec[] {
  return [...convSpecs(name, 1, from, channels), ...denseSpecs(`${name}.affine`, wDim, from, 1, FIRST_STYLE)];
}

/** x [N,H,W,I], style [N,I], noise of N or 1 planes [H',W'] -> [N,H',W',O], twice the side if `doubles`. Second order. */
export function modulatedLayer(
  params: ParamStore,
  name: string,
  x: tf.Tensor4D,
  style: tf.Tensor2D,
  noise: NoisePlanes,
  doubles: boolean,
): tf.Tensor4D {
  const { filter, gain } = filterOf(params, name);
  return styledConv(x, style, filter, {
    filterGain: gain,
    ...(doubles ? { doublingTaps: SMOOTH_TAPS } : {}),
    noise,
    strength: param(params, `${name}.noise_strength`),
    bias: biasOf(params, name),
    slope: LRELU_SLOPE,
    gain: LRELU_GAIN,
  });
}

/**
 * x [N,H,W,I], style [N,I] -> [N,H,W,channels], on `coarser` [N,H/2,W/2,channels] doubled if there is one; not demodulated.
 * Second order.
 */
export function toRgb(
  params: ParamStore,
  name: string,
  x: tf.Tensor4D,
  style: tf.Tensor2D,
  coarser?: tf.Tensor4D,
): tf.Tensor4D {
  const { filter, gain } = filterOf(params, name);
  return paint(x, style, filter, {
    gain,
    bias: biasOf(params, name),
    ...(coarser ? { coarser: { picture: coarser, taps: SMOOTH_TAPS } } : {}),
  });
}
