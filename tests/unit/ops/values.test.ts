import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { adaIn } from '../../../src/ops/adaIn.ts';
import { addNoise } from '../../../src/ops/addNoise.ts';
import { biasAct } from '../../../src/ops/biasAct.ts';
import { conv2d } from '../../../src/ops/conv2d.ts';
import { fullyConnected } from '../../../src/ops/fullyConnected.ts';
import { minibatchStd } from '../../../src/ops/minibatchStd.ts';
import { pixelNorm } from '../../../src/ops/pixelNorm.ts';
import { randomNormal } from '../../../src/ops/randomNormal.ts';
import { downsample2d, upsample2d } from '../../../src/ops/resample.ts';
import { normals } from '../../../src/random/draws.ts';
import { values } from '../../gpu/support/derivatives.ts';
import { naiveConv2d, naiveDownsample, naiveUpsample, type Shape4 } from './naive.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
});

function expectClose(actual: tf.Tensor, expected: ArrayLike<number>): void {
  const data = actual.dataSync();
  expect(data.length).toBe(expected.length);
  for (let i = 0; i < data.length; i++) expect(data[i]).toBeCloseTo(expected[i] as number, 4);
}

describe('values against plain loops', () => {
  it.each([
    [[2, 4, 4, 3], 3, 5],
    [[1, 3, 6, 8], 1, 2],
    [[1, 5, 4, 2], 5, 4],
  ] as const)('conv2d of [%s], kernel %s, to %s channels', (shape: Shape4, kernel: number, to: number) => {
    const x = values(shape[0] * shape[1] * shape[2] * shape[3], 0);
    const filter = values(kernel * kernel * shape[3] * to, 1);
    const y = conv2d(tf.tensor4d(x, [...shape]), tf.tensor4d(filter, [kernel, kernel, shape[3], to]), 0.5);
    expect(y.shape).toEqual([...shape.slice(0, 3), to]);
    expectClose(
      y,
      naiveConv2d(x, shape, filter, kernel, to).map((v) => v / 2),
    );
  });

  it.each([[[1, 1]], [[1, 3, 3, 1]]])('upsample2d and downsample2d with taps %s', (taps) => {
    const x = values(4 * 6, 2);
    const picture = tf.tensor4d(x, [1, 4, 6, 1]);
    expectClose(upsample2d(picture, taps), naiveUpsample(x, 4, 6, taps));
    expectClose(downsample2d(picture, taps), naiveDownsample(x, 4, 6, taps));
  });

  it('keeps channels and samples apart when resampling', () => {
    const planes = [values(16, 3), values(16, 4), values(16, 5), values(16, 6)];
    const x = tf.stack(planes.map((plane) => tf.tensor(plane, [4, 4]))); // [2*2,4,4]
    const packed = tf.transpose(tf.reshape(x, [2, 2, 4, 4]), [0, 2, 3, 1]) as tf.Tensor4D;
    const y = tf.reshape(tf.transpose(upsample2d(packed, [1, 3, 3, 1]), [0, 3, 1, 2]), [4, 64]);
    planes.forEach((plane, i) => {
      expectClose(tf.slice(y, [i, 0], [1, 64]), naiveUpsample(plane, 4, 4, [1, 3, 3, 1]));
    });
  });

  it('nearest doubling repeats each pixel, and the 2x2 mean undoes it', () => {
    const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const doubled = upsample2d(x, [1, 1]);
    expectClose(doubled, [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
    expectClose(downsample2d(doubled, [1, 1]), [1, 2, 3, 4]);
  });

  it('biasAct, with the slope, linear and as ReLU', () => {
    const x = tf.tensor2d([-3, -1, 0, 2], [2, 2]);
    const bias = tf.tensor1d([1, -1]);
    expectClose(biasAct(x, bias, { slope: 0.2, gain: 2 }), [-0.8, -0.8, 2, 2]);
    expectClose(biasAct(x, bias, { slope: 1, gain: 1 }), [-2, -2, 1, 1]);
    expectClose(biasAct(x, bias, { slope: 0, gain: 1 }), [0, 0, 1, 1]);
  });

  it('fullyConnected', () => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const weight = tf.tensor2d([1, 0, 2, 0, 1, 3], [2, 3]);
    expectClose(fullyConnected(x, weight, 2), [2, 4, 16, 6, 8, 36]);
  });

  it('adaIn gives each plane the style as mean and deviation', () => {
    const x = tf.tensor4d(values(2 * 4 * 4 * 3, 7), [2, 4, 4, 3]);
    const scale = tf.tensor2d([0, 1, 2, 3, 4, 5], [2, 3]);
    const shift = tf.tensor2d([5, 4, 3, 2, 1, 0], [2, 3]);
    const { mean, variance } = tf.moments(adaIn(x, scale, shift), [1, 2]);
    expectClose(mean, [5, 4, 3, 2, 1, 0]);
    expectClose(tf.sqrt(variance), [1, 2, 3, 4, 5, 6]);
  });

  it('addNoise puts one plane on every channel', () => {
    const noise = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const y = addNoise(tf.zeros([1, 2, 2, 2]), noise, tf.tensor1d([1, 10]));
    expectClose(y, [1, 10, 2, 20, 3, 30, 4, 40]);
  });

  it('pixelNorm makes the mean square 1', () => {
    const z = tf.tensor2d(values(20, 8), [2, 10]);
    expectClose(tf.mean(tf.square(pixelNorm(z)), 1), [1, 1]);
  });

  it('minibatchStd groups sample n with n + N/g', () => {
    // Two groups of two: samples 0 and 2 agree, samples 1 and 3 differ by 2, so their deviation is 1.
    const x = tf.tensor4d([5, 1, 5, 3], [4, 1, 1, 1]);
    const y = minibatchStd(x, 2);
    expectClose(y, [5, 1e-4, 1, 1, 5, 1e-4, 3, 1]);
  });

  it('randomNormal is the documented generator', () => {
    const y = randomNormal([3, 5], { seed: 7, stream: 6, step: 12 });
    expect(Array.from(y.dataSync())).toEqual(Array.from(normals(7, 6, 12, 15)));
  });

  it('refuses what it cannot do, in sentences', () => {
    const x = tf.zeros([2, 3, 4, 4]) as tf.Tensor4D;
    expect(() => conv2d(x, tf.zeros([3, 3, 5, 2]), 1)).toThrow(/takes 5 channels/);
    expect(() => conv2d(x, tf.zeros([2, 2, 4, 2]), 1)).toThrow(/odd side/);
    expect(() => downsample2d(x, [1, 1])).toThrow(/even heights/);
    expect(() => upsample2d(x, [1, 2])).toThrow(/symmetric/);
    expect(() => minibatchStd(tf.zeros([6, 1, 1, 1]), 4)).toThrow(/mbstdGroup/);
  });
});
