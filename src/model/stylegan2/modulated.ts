/**
 * Modulated convolutions: the style scales the activations before a shared convolution, and the demodulation scales them
 * after it. The same as scaling the weights for each sample, without a grouped convolution.
 * @see Karras 2020, section 2.2, eq. 1 and 3
 */
import type * as tf from '../../gpu/tf.ts';
import { blur2d } from '../../ops/blur.ts';
import { conv2d } from '../../ops/conv2d.ts';
import { demodulation } from '../../ops/demodulation.ts';
import { scaleChannels } from '../../ops/scaleChannels.ts';
import { convUp2d } from '../../ops/stridedConv.ts';
import { type NoisePlanes, styledActivation } from '../../ops/styledActivation.ts';
import { biasOf, convSpecs, denseLayer, denseSpecs, filterOf, linear } from '../layers.ts';
import { LRELU_GAIN, LRELU_SLOPE } from '../networkShape.ts';
import { type ParamSpec, type ParamStore, param } from '../paramStore.ts';
import { SMOOTH_TAPS } from '../pictures.ts';

/** Doubling spreads each sample over four pixels. */
const DOUBLING_GAIN = 4;
/** A transposed convolution leaves one row and column too many; a blur padded by this takes them away. */
const PAD_AFTER_DOUBLING = 1;
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

/** x [N,H,W,I], w [N,wDim], noise of N or 1 planes [H',W'] -> [N,H',W',O], twice the side if `doubles`. Second order. */
export function modulatedLayer(
  params: ParamStore,
  name: string,
  x: tf.Tensor4D,
  w: tf.Tensor2D,
  noise: NoisePlanes,
  doubles: boolean,
): tf.Tensor4D {
  const { filter, gain } = filterOf(params, name);
  const style = denseLayer(params, `${name}.affine`, w, linear); // [N,I]
  const styled = scaleChannels(x, style);
  const convolved = doubles
    ? blur2d(convUp2d(styled, filter, gain), SMOOTH_TAPS, PAD_AFTER_DOUBLING, DOUBLING_GAIN)
    : conv2d(styled, filter, gain);
  return styledActivation(
    convolved,
    {
      factors: demodulation(style, filter, gain),
      noise,
      strength: param(params, `${name}.noise_strength`),
      bias: biasOf(params, name),
    },
    { slope: LRELU_SLOPE, gain: LRELU_GAIN },
  );
}

/** x [N,H,W,I], w [N,wDim] -> [N,H,W,channels]; not demodulated. Second order. */
export function toRgb(params: ParamStore, name: string, x: tf.Tensor4D, w: tf.Tensor2D): tf.Tensor4D {
  const { filter, gain } = filterOf(params, name);
  const style = denseLayer(params, `${name}.affine`, w, linear); // [N,I]
  return linear(conv2d(scaleChannels(x, style), filter, gain), biasOf(params, name));
}
