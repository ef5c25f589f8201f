/**
 * A layer of StyleGAN2's generator: a 3x3 convolution modulated by a style a picture and demodulated, doubling if asked to,
 * then noise, bias, leaky ReLU and gain. Fused, few kernels make its value and all its gradients; composed of
 * scaleChannels, the convolutions, blur, demodulation and the styled activation. It refuses to make styles and noise.
 * @see Karras 2020, section 2.2, eq. 1 and 3, and figure 2
 */
import type * as tf from '../gpu/tf.ts';
import { blur2d } from './blur.ts';
import { conv2d } from './conv2d.ts';
import { defineFused, type OpInputs } from './defineFused.ts';
import { DEMODULATION_EPSILON, demodulation } from './demodulation.ts';
import type { Activation } from './kernels/biasAct.ts';
import { blurFused } from './kernels/blur.ts';
import { conv2dFilterShares, convUpFilterShares, type FilterShares } from './kernels/conv2dFilter.ts';
import { conv2dFused, conv2dInputFused, convUpFused, convUpInputFused } from './kernels/conv2dForward.ts';
import { modulatedFilterGradientFused, modulationFactorsFused, modulationGradientFused } from './kernels/modulation.ts';
import { styledActivationFused } from './kernels/styledActivation.ts';
import { styledActivationGradientFused } from './kernels/styledActivationGradient.ts';
import { release } from './kernels/wgsl.ts';
import { scaleChannels } from './scaleChannels.ts';
import { convUp2d } from './stridedConv.ts';
import { type Additions, noiseRange, noiseValuesGradient, styledActivation } from './styledActivation.ts';

type Name = 'x' | 'style' | 'filter' | 'noise' | 'strength' | 'bias';
/** filterGain: with which the filter is used. doublingTaps: none, or those of the blur after a doubling convolution. */
type Settings = {
  filterGain: number;
  doublingTaps: number[];
  slope: number;
  gain: number;
  noiseStart: number;
  noiseCount: number;
};
type Inputs = OpInputs<Name, never>;

const KERNEL = 3;
/** Doubling spreads each sample over four pixels. */
const DOUBLING_GAIN = 4;
/** A transposed convolution leaves one row and column too many; a blur padded by this takes them away. */
const PAD_AFTER_DOUBLING = 1;
/** The adjoint's padding: the two are 3 together. */
const PAD_OF_ADJOINT = 2;

const layer = defineFused<Name, never, Settings>({ name: 'StyledConv', composed, forward, outputs: 3, gradient });

function composed({ x, style, filter, noise, strength, bias }: Inputs, settings: Settings): tf.Tensor {
  const { filterGain, doublingTaps, noiseStart, noiseCount } = settings;
  const styled = scaleChannels(x as tf.Tensor4D, style as tf.Tensor2D);
  const convolved =
    doublingTaps.length > 0
      ? blur2d(convUp2d(styled, filter as tf.Tensor4D, filterGain), doublingTaps, PAD_AFTER_DOUBLING, DOUBLING_GAIN)
      : conv2d(styled, filter as tf.Tensor4D, filterGain);
  const factors = demodulation(style as tf.Tensor2D, filter as tf.Tensor4D, filterGain);
  const [, height, width] = convolved.shape;
  const planes = { values: noise, start: noiseStart, planes: noiseCount / (height * width) };
  const additions = { noise: planes, strength, bias: bias as tf.Tensor1D };
  return styledActivation(scaleChannels(convolved, factors), additions, settings);
}

function forward({ x, style, filter, noise, strength, bias }: Inputs, settings: Settings): tf.TensorInfo[] {
  const { filterGain, doublingTaps } = settings;
  const [factors, energy] = modulationFactorsFused(style, filter, demodulationOf(settings));
  const convolved =
    doublingTaps.length > 0
      ? doubled(x, style, filter, settings)
      : conv2dFused(x, filter, filterGain, 1, { inputScale: style });
  const y = styledActivationFused({ x: convolved, factors, noise, strength, bias }, settings);
  release(convolved);
  return [y, factors, energy];
}

function doubled(x: tf.TensorInfo, style: tf.TensorInfo, filter: tf.TensorInfo, settings: Settings): tf.TensorInfo {
  const large = convUpFused(x, filter, settings.filterGain, { inputScale: style });
  const convolved = blurFused(large, blurTaps(settings), PAD_AFTER_DOUBLING);
  release(large);
  return convolved;
}

function gradient(dy: tf.Tensor, inputs: Inputs, outputs: readonly tf.Tensor[], settings: Settings) {
  const { x, style, filter, noise, strength, bias } = inputs;
  const [y, factors, energy] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor];
  const activated = styledActivationGradientFused({ dy, y, noise, strength, bias, factors }, settings);
  const { dbias, dstrength, dlogs } = activated as Required<typeof activated>;
  const { dstyled, shares } = convolutionGradients(activated.dx, x, style, filter, settings);
  const through = { factors, energy, dlogs, gain: demodulationOf(settings).gain };
  const [dx, dstyle] = modulationGradientFused(dstyled, x, style, through);
  release(dstyled);
  const dfilter = modulatedFilterGradientFused(shares, filter, style, through);
  release(shares.sums);
  release(dlogs);
  return {
    x: dx,
    style: dstyle,
    filter: dfilter,
    strength: dstrength,
    bias: dbias,
    noise: () => noiseValuesGradient(dy, y, noise, strength, settings),
  };
}

/** Of the convolution alone: in x * style and, in shares, in the filter. Disposes of the convolved pictures' gradient. */
function convolutionGradients(
  dconvolved: tf.TensorInfo,
  x: tf.Tensor,
  style: tf.Tensor,
  filter: tf.Tensor,
  settings: Settings,
): { dstyled: tf.TensorInfo; shares: FilterShares } {
  const { filterGain, doublingTaps } = settings;
  if (doublingTaps.length === 0) {
    const dstyled = conv2dInputFused(dconvolved, filter, filterGain);
    const shares = conv2dFilterShares(x, dconvolved, KERNEL, filterGain, 1, { xScale: style });
    release(dconvolved);
    return { dstyled, shares };
  }
  const dlarge = blurFused(dconvolved, blurTaps(settings), PAD_OF_ADJOINT);
  release(dconvolved);
  const dstyled = convUpInputFused(dlarge, filter, filterGain);
  const shares = convUpFilterShares(x, dlarge, KERNEL, filterGain, style);
  release(dlarge);
  return { dstyled, shares };
}

function demodulationOf({ filterGain }: Settings): { gain: number; epsilon: number } {
  return { gain: filterGain * filterGain, epsilon: DEMODULATION_EPSILON };
}

/** Of each axis, with the root of the gain in them. */
function blurTaps({ doublingTaps }: Settings): number[] {
  const total = doublingTaps.reduce((sum, tap) => sum + tap, 0);
  return doublingTaps.map((tap) => (tap * Math.sqrt(DOUBLING_GAIN)) / total);
}

export interface StyledConv extends Additions, Activation {
  /** With which the filter is used. */
  readonly filterGain: number;
  /** 4 symmetric taps of any scale: the convolution doubles, and these blur after it. */
  readonly doublingTaps?: readonly number[] | undefined;
}

/**
 * x [N,H,W,I], style [N,I], filter [3,3,I,O] -> [N,H,W,O], or [N,2H,2W,O] with taps; the noise's planes and the bias are of
 * that shape. slope and gain above 0. Caller disposes. Any order.
 */
export function styledConv(
  x: tf.Tensor4D,
  style: tf.Tensor2D,
  filter: tf.Tensor4D,
  { filterGain, doublingTaps = [], slope, gain, ...additions }: StyledConv,
): tf.Tensor4D {
  const [count, height, width, from] = x.shape;
  const [kernelHeight, kernelWidth, taken, to] = filter.shape;
  if (
    kernelHeight !== KERNEL ||
    kernelWidth !== KERNEL ||
    taken !== from ||
    style.shape.join() !== [count, from].join()
  )
    throw new Error(
      `styledConv got x [${x.shape}], styles [${style.shape}] and filter [${filter.shape}]: the styles must be [${count},${from}], the filter [3,3,${from},any].`,
    );
  if (!(slope > 0 && slope <= 1 && gain > 0))
    throw new Error(`styledConv takes a slope up to 1 and a gain, both above 0, not slope ${slope} and gain ${gain}.`);
  const scale = doublingTaps.length > 0 ? 2 : 1;
  const range = noiseRange([count, scale * height, scale * width, to], additions);
  const { noise, strength, bias } = additions;
  const settings = { filterGain, doublingTaps: [...doublingTaps], slope, gain, ...range };
  return layer({ x, style, filter, noise: noise.values, strength, bias }, settings) as tf.Tensor4D;
}
