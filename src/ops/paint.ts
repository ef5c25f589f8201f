/**
 * From features to a picture: a 1x1 convolution modulated by a style a picture and not demodulated, its bias, and the
 * picture of half the side, doubled, added to it. Fused, one kernel makes it and two all gradients; composed of
 * scaleChannels, conv2d, biasAct and upsample2d. It refuses to make styles.
 * @see Karras 2020, figure 7b (skip connections)
 */
import * as tf from '../gpu/tf.ts';
import { biasAct } from './biasAct.ts';
import { conv2d } from './conv2d.ts';
import { defineFused, type OpInputs } from './defineFused.ts';
import { paintFused, paintGradientFused } from './kernels/paint.ts';
import { downsampleFused } from './kernels/resample.ts';
import { upsample2d } from './resample.ts';
import { scaleChannels } from './scaleChannels.ts';

type Name = 'x' | 'style' | 'filter' | 'bias' | 'coarser';
/** gain: with which the filter is used. taps: of the doubling, of sum 1. */
type Settings = { gain: number; taps: number[] };

/** Doubling both axes quarters the density of the samples: it is so many times the adjoint of halving. */
const AREA = 4;
const TAPS = 4;

const painted = defineFused<Name, 'coarser', Settings>({
  name: 'Paint',
  composed,
  forward: ({ x, style, filter, bias, coarser }, { gain, taps }) => [
    paintFused(x, style, filter, bias, gain, coarser, taps),
  ],
  outputs: 1,
  gradient: (dy, { x, style, filter, coarser }, _, { gain, taps }) => {
    const { dx, dstyle, dfilter, dbias } = paintGradientFused(dy, x, style, filter, gain);
    const dcoarser = coarser && downsampleFused(dy, { taps, scale: AREA });
    return { x: dx, style: dstyle, filter: dfilter, bias: dbias, coarser: dcoarser };
  },
});

function composed({ x, style, filter, bias, coarser }: OpInputs<Name, 'coarser'>, { gain, taps }: Settings): tf.Tensor {
  const convolved = conv2d(scaleChannels(x as tf.Tensor4D, style as tf.Tensor2D), filter as tf.Tensor4D, gain);
  const alone = biasAct(convolved, bias as tf.Tensor1D, { slope: 1, gain: 1 });
  return coarser ? tf.add(alone, upsample2d(coarser as tf.Tensor4D, taps)) : alone;
}

export interface Painting {
  /** With which the filter is used. */
  readonly gain: number;
  /** [O]. */
  readonly bias: tf.Tensor1D;
  /** [N,H/2,W/2,O], doubled by 4 symmetric taps of any scale. */
  readonly coarser?: { readonly picture: tf.Tensor4D; readonly taps: readonly number[] } | undefined;
}

/** x [N,H,W,I], style [N,I], filter [1,1,I,O] -> [N,H,W,O]. Caller disposes. Any order. */
export function paint(
  x: tf.Tensor4D,
  style: tf.Tensor2D,
  filter: tf.Tensor4D,
  { gain, bias, coarser }: Painting,
): tf.Tensor4D {
  const [count, height, width, from] = x.shape;
  const colors = bias.size;
  if (filter.shape.join() !== [1, 1, from, colors].join() || style.shape.join() !== [count, from].join())
    throw new Error(
      `paint got x [${x.shape}], styles [${style.shape}], a filter [${filter.shape}] and ${colors} biases, which do not fit.`,
    );
  if (coarser && coarser.picture.shape.join() !== [count, height / 2, width / 2, colors].join())
    throw new Error(`paint got x [${x.shape}] and a picture [${coarser.picture.shape}] that is not of half the side.`);
  const taps = coarser?.taps ?? [];
  if (coarser && taps.length !== TAPS) throw new Error(`paint doubles with ${TAPS} taps, not [${taps}].`);
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  const settings = { gain, taps: taps.map((tap) => tap / total) };
  return painted({ x, style, filter, bias, coarser: coarser?.picture }, settings) as tf.Tensor4D;
}
