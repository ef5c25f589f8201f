/**
 * FROZEN: part of the stock step that ours is compared with, see README.md. Layers in stock tfjs ops. Never touched again,
 * neither to speed it up nor to slow it down.
 */
import * as tf from '../../src/gpu/tf.ts';

/** How a leaky ReLU is written: tfjs's own can be differentiated once, the sum of two lines twice. */
export type Leaky = (x: tf.Tensor) => tf.Tensor;

const SLOPE = 0.2;
const GAIN = Math.SQRT2;
const EPSILON = 1e-8;
const AFTER_DOUBLING = 4;

export const leakyOnce: Leaky = (x) => tf.mul(tf.leakyRelu(x, SLOPE), GAIN);
export const leakyTwice: Leaky = (x) => tf.mul(tf.add(tf.mul(x, SLOPE), tf.mul(tf.relu(x), 1 - SLOPE)), GAIN);

/** Trained variables of one network, in the order in which they were made. */
export class Variables {
  readonly all: tf.Variable[] = [];

  normal(shape: number[], deviation = 1): tf.Variable {
    return this.#add(tf.randomNormal(shape, 0, deviation));
  }

  fill(shape: number[], value: number): tf.Variable {
    return this.#add(tf.fill(shape, value));
  }

  get count(): number {
    return this.all.reduce((sum, variable) => sum + variable.size, 0);
  }

  dispose(): void {
    tf.dispose(this.all);
  }

  #add(start: tf.Tensor): tf.Variable {
    const variable = tf.variable(start, true);
    start.dispose();
    this.all.push(variable);
    return variable;
  }
}

/** x [N,I] -> x W + b [N,O], with equalised learning rate. */
export function dense(make: Variables, from: number, to: number, start = 0, rate = 1) {
  const weight = make.normal([from, to], 1 / rate);
  const bias = make.fill([to], start);
  return (x: tf.Tensor): tf.Tensor2D =>
    tf.add(tf.matMul(x as tf.Tensor2D, tf.mul(weight, rate / Math.sqrt(from)) as tf.Tensor2D), tf.mul(bias, rate));
}

export function pixelNorm(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), 1, true), EPSILON)));
}

const TAPS = [1, 3, 3, 1];
const TAP_SUM = 64;
let filter: tf.Tensor4D | undefined;

/** Once and for all pictures, as a kept constant. */
function smooth(): tf.Tensor4D {
  const values = TAPS.flatMap((row) => TAPS.map((column) => (row * column) / TAP_SUM));
  filter ??= tf.keep(tf.tensor4d(values, [TAPS.length, TAPS.length, 1, 1]));
  return filter;
}

/** [N,H,W,C], padded before and after, through the 4x4 filter; a channel is a picture of its own. */
function blur(x: tf.Tensor, before: number, after: number, gain = 1, stride = 1): tf.Tensor4D {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const planes = tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [count * channels, height, width, 1]);
  const room: [number, number] = [before, after];
  const padded = tf.pad(planes, [[0, 0], room, room, [0, 0]]) as tf.Tensor4D;
  const taps = gain === 1 ? smooth() : (tf.mul(smooth(), gain) as tf.Tensor4D);
  const blurred = tf.conv2d(padded, taps, stride, 'valid');
  const [, newHeight, newWidth] = blurred.shape;
  return tf.transpose(tf.reshape(blurred, [count, channels, newHeight, newWidth]), [0, 2, 3, 1]) as tf.Tensor4D;
}

/** Twice the side: zeros between the pixels, then the filter. */
export function smoothUp(x: tf.Tensor): tf.Tensor4D {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const rows = tf.reshape(x, [count * height, width * channels]);
  const spread = tf.reshape(tf.concat([rows, tf.zerosLike(rows)], 1), [count * 2 * height * width, channels]);
  const both = tf.reshape(tf.concat([spread, tf.zerosLike(spread)], 1), [count, 2 * height, 2 * width, channels]);
  return blur(both, 2, 1, AFTER_DOUBLING);
}

/** Half the side. */
function smoothDown(x: tf.Tensor): tf.Tensor4D {
  return blur(x, 1, 1, 1, 2);
}

/** [k,k,I,O] at equalised learning rate. */
function equalised(weight: tf.Tensor): tf.Tensor4D {
  const [height, width, from] = weight.shape as [number, number, number];
  return tf.mul(weight, 1 / Math.sqrt(height * width * from)) as tf.Tensor4D;
}

/** Convolution, bias and leaky ReLU; `halves`: blurred and with stride 2. */
export function conv(make: Variables, kernel: number, from: number, to: number, halves = false) {
  const weight = make.normal([kernel, kernel, from, to]);
  const bias = make.fill([to], 0);
  return (x: tf.Tensor, leaky: Leaky): tf.Tensor => {
    const w = equalised(weight);
    const y = halves ? tf.conv2d(blur(x, 2, 2), w, 2, 'valid') : tf.conv2d(x as tf.Tensor4D, w, 1, 'same');
    return leaky(tf.add(y, bias));
  };
}

/** The 1x1 convolution of a residual block's other branch: half the side, no bias. */
export function skip(make: Variables, from: number, to: number) {
  const weight = make.normal([1, 1, from, to]);
  return (x: tf.Tensor): tf.Tensor => tf.conv2d(smoothDown(x), equalised(weight), 1, 'same');
}

/** A modulated 3x3 convolution with demodulation, noise, bias and leaky ReLU. */
export function modulated(make: Variables, wDim: number, from: number, to: number, doubles: boolean) {
  const weight = make.normal([3, 3, from, to]);
  const bias = make.fill([to], 0);
  const strength = make.fill([], 0);
  const affine = dense(make, wDim, from, 1);
  return (x: tf.Tensor, latent: tf.Tensor): tf.Tensor => {
    const style = affine(latent); // [N,I]
    const w = equalised(weight);
    const [count] = style.shape;
    const styled = tf.mul(x, tf.reshape(style, [count, 1, 1, from])) as tf.Tensor4D;
    const y = doubles ? convUp(styled, w) : tf.conv2d(styled, w, 1, 'same');
    const energy = tf.matMul(tf.square(style) as tf.Tensor2D, tf.sum(tf.square(w), [0, 1]) as tf.Tensor2D); // [N,O]
    const demodulated = tf.mul(y, tf.reshape(tf.rsqrt(tf.add(energy, EPSILON)), [count, 1, 1, to]));
    const [, height, width] = y.shape;
    const noise = tf.mul(strength, tf.randomNormal([count, height, width, 1]));
    return leakyOnce(tf.add(tf.add(demodulated, noise), bias));
  };
}

function convUp(x: tf.Tensor4D, w: tf.Tensor4D): tf.Tensor4D {
  const [count, height, width] = x.shape;
  const shape: [number, number, number, number] = [count, 2 * height + 1, 2 * width + 1, w.shape[3]];
  const doubled = tf.conv2dTranspose(x, tf.transpose(w, [0, 1, 3, 2]) as tf.Tensor4D, shape, 2, 'valid');
  return blur(doubled, 1, 1, AFTER_DOUBLING);
}

/** A modulated 1x1 convolution to a picture, not demodulated. */
export function toPicture(make: Variables, wDim: number, from: number, channels: number) {
  const weight = make.normal([1, 1, from, channels]);
  const bias = make.fill([channels], 0);
  const affine = dense(make, wDim, from, 1);
  return (x: tf.Tensor, latent: tf.Tensor): tf.Tensor => {
    const style = affine(latent);
    const styled = tf.mul(x, tf.reshape(style, [style.shape[0], 1, 1, from])) as tf.Tensor4D;
    return tf.add(tf.conv2d(styled, equalised(weight), 1, 'same'), bias);
  };
}

/** [N,4,4,C] -> [N,4,4,C+1]. */
export function minibatchStd(x: tf.Tensor, most: number): tf.Tensor {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const group = Math.min(most, count);
  const grouped = tf.reshape(x, [group, count / group, height * width * channels]);
  const variance = tf.mean(tf.square(tf.sub(grouped, tf.mean(grouped, 0, true))), 0);
  const deviation = tf.mean(tf.sqrt(tf.add(variance, EPSILON)), 1); // [N/group]
  const planes = tf.tile(tf.reshape(deviation, [count / group, 1, 1, 1]), [group, height, width, 1]);
  return tf.concat([x, planes], 3);
}
