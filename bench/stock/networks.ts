/**
 * FROZEN: part of the stock step that ours is compared with, see README.md. StyleGAN2's two networks in stock tfjs ops.
 * Never touched again, neither to speed it up nor to slow it down.
 * @see Karras 2020, "Analyzing and Improving the Image Quality of StyleGAN"
 */
import * as tf from '../../src/gpu/tf.ts';
import {
  conv,
  dense,
  type Leaky,
  leakyOnce,
  minibatchStd,
  modulated,
  pixelNorm,
  skip,
  smoothUp,
  toPicture,
  type Variables,
} from './layers.ts';

export interface StockShape {
  readonly resolution: number;
  readonly channels: number;
  readonly zDim: number;
  readonly wDim: number;
  readonly mappingLayers: number;
  readonly mappingLr: number;
  readonly channelBase: number;
  readonly channelMax: number;
  readonly mbstdGroup: number;
}

const FIRST_SIDE = 4;

function maps({ channelBase, channelMax }: StockShape, side: number): number {
  return Math.min(channelMax, Math.floor(channelBase / side));
}

function sides(top: number): number[] {
  const all: number[] = [];
  for (let side = FIRST_SIDE; side <= top; side *= 2) all.push(side);
  return all;
}

/** z [N,zDim] -> the pictures [N,R,R,channels] and w [N,wDim]. */
export function stockGenerator(make: Variables, shape: StockShape) {
  const { wDim, zDim, mappingLayers, mappingLr, channels } = shape;
  const mapping = Array.from({ length: mappingLayers }, (_, i) => dense(make, i ? wDim : zDim, wDim, 0, mappingLr));
  const constant = make.normal([1, FIRST_SIDE, FIRST_SIDE, maps(shape, FIRST_SIDE)]);
  const blocks = sides(shape.resolution).map((side) => {
    const [from, to] = [maps(shape, side / 2), maps(shape, side)];
    return {
      first: side > FIRST_SIDE ? modulated(make, wDim, from, to, true) : undefined,
      second: modulated(make, wDim, to, to, false),
      paint: toPicture(make, wDim, to, channels),
    };
  });
  return (z: tf.Tensor2D): { readonly pictures: tf.Tensor4D; readonly w: tf.Tensor2D } => {
    let w = pixelNorm(z);
    for (const layer of mapping) w = leakyOnce(layer(w));
    let x: tf.Tensor = tf.tile(constant, [z.shape[0], 1, 1, 1]);
    let picture: tf.Tensor | undefined;
    for (const { first, second, paint } of blocks) {
      if (first) x = first(x, w);
      x = second(x, w);
      const painted = paint(x, w);
      picture = picture ? tf.add(smoothUp(picture), painted) : painted;
    }
    return { pictures: picture as tf.Tensor4D, w: w as tf.Tensor2D };
  };
}

/** Pictures [N,R,R,channels] -> logits [N,1]. */
export function stockCritic(make: Variables, shape: StockShape) {
  const { resolution, channels, mbstdGroup } = shape;
  const begin = conv(make, 1, channels, maps(shape, resolution));
  const blocks = sides(resolution)
    .slice(1)
    .reverse()
    .map((side) => {
      const [from, to] = [maps(shape, side), maps(shape, side / 2)];
      return {
        first: conv(make, 3, from, from),
        second: conv(make, 3, from, to, true),
        other: skip(make, from, to),
      };
    });
  const last = maps(shape, FIRST_SIDE);
  const join = conv(make, 3, last + 1, last);
  const hidden = dense(make, last * FIRST_SIDE * FIRST_SIDE, last);
  const out = dense(make, last, 1);
  return (pictures: tf.Tensor4D, leaky: Leaky): tf.Tensor2D => {
    let x = begin(pictures, leaky);
    for (const { first, second, other } of blocks)
      x = tf.mul(tf.add(second(first(x, leaky), leaky), other(x)), Math.SQRT1_2);
    x = join(minibatchStd(x, mbstdGroup), leaky);
    return out(leaky(hidden(tf.reshape(x, [pictures.shape[0], -1]))));
  };
}
