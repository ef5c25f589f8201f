import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { addNoise } from '../../../src/ops/addNoise.ts';
import { blur2d } from '../../../src/ops/blur.ts';
import { demodulation } from '../../../src/ops/demodulation.ts';
import { channelDot, scaleChannels } from '../../../src/ops/scaleChannels.ts';
import { convDown2d, convUp2d } from '../../../src/ops/stridedConv.ts';
import { values } from '../../gpu/support/derivatives.ts';
import { naiveBlur, naiveConvDown, naiveConvUp } from './naive.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
});

function expectClose(actual: tf.Tensor, expected: ArrayLike<number>): void {
  const data = actual.dataSync();
  expect(data.length).toBe(expected.length);
  for (let i = 0; i < data.length; i++) expect(data[i]).toBeCloseTo(expected[i] as number, 4);
}

describe('against plain loops', () => {
  it.each([
    [2, 2, 3, 3, 5],
    [1, 4, 1, 2, 1],
  ])('convUp2d and convDown2d of %s pictures, %s by %s, %s to %s channels', (n, h, w, from, to) => {
    const filter = values(9 * from * to, 1);
    const weights = tf.tensor4d(filter, [3, 3, from, to]);
    const small = values(n * h * w * from, 2);
    expectClose(
      convUp2d(tf.tensor4d(small, [n, h, w, from]), weights, 0.5),
      naiveConvUp(small, [n, h, w, from], filter, to).map((v) => v / 2),
    );
    const [height, width] = [2 * h + 1, 2 * w + 1];
    const large = values(n * height * width * from, 3);
    expectClose(
      convDown2d(tf.tensor4d(large, [n, height, width, from]), weights, 2),
      naiveConvDown(large, [n, height, width, from], filter, to).map((v) => v * 2),
    );
  });

  it.each([1, 2] as const)('blur2d with padding %s and gain 4', (pad) => {
    const x = values(4 * 5, 4);
    expectClose(blur2d(tf.tensor4d(x, [1, 4, 5, 1]), [1, 3, 3, 1], pad, 4), naiveBlur(x, 4, 5, pad, 4));
  });

  it('scaleChannels and channelDot', () => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 1, 2]);
    const s = tf.tensor2d([1, 10, 2, 20], [2, 2]);
    expectClose(scaleChannels(x, s), [1, 20, 3, 40, 10, 120, 14, 160]);
    expectClose(channelDot(x, x), [1 + 9, 4 + 16, 25 + 49, 36 + 64]);
  });

  it('demodulation gives each modulated filter the norm 1', () => {
    const s = values(2 * 3, 5);
    const filter = values(9 * 3 * 2, 6);
    const expected = [0, 1].flatMap((n) =>
      [0, 1].map((o) => {
        let energy = 1e-8;
        for (let tap = 0; tap < 9; tap++)
          for (let i = 0; i < 3; i++)
            energy += (0.5 * (s[n * 3 + i] as number) * (filter[(tap * 3 + i) * 2 + o] as number)) ** 2;
        return 1 / Math.sqrt(energy);
      }),
    );
    expectClose(demodulation(tf.tensor2d(s, [2, 3]), tf.tensor4d(filter, [3, 3, 3, 2]), 0.5), expected);
  });
});

describe('orders and refusals', () => {
  it('addNoise has a second derivative in strength and picture', () => {
    const x = tf.tensor4d([1, 2], [1, 2, 1, 1]);
    const noise = tf.tensor4d([3, 5], [1, 2, 1, 1]);
    // d/ds of the sum of y^3 is 3 y^2 n, and its derivative 6 y n^2; at s = 0, y = x.
    const slope = (s: tf.Tensor) => tf.sum(tf.grad((t) => tf.sum(tf.pow(addNoise(x, noise, t as tf.Tensor1D), 3)))(s));
    expectClose(tf.grad(slope)(tf.tensor1d([0])), [6 * (9 + 2 * 25)]);
  });

  it('refuses what it cannot do, in sentences', () => {
    const filter = tf.zeros([3, 3, 4, 2]) as tf.Tensor4D;
    expect(() => convDown2d(tf.zeros([1, 4, 5, 4]), filter, 1)).toThrow(/odd heights/);
    expect(() => convDown2d(tf.zeros([1, 5, 5, 3]), filter, 1)).toThrow(/takes 4 channels/);
    expect(() => convUp2d(tf.zeros([1, 5, 5, 4]), tf.zeros([1, 1, 4, 2]), 1)).toThrow(/3x3/);
    expect(() => blur2d(tf.zeros([1, 5, 5, 4]), [1, 2], 1)).toThrow(/4 symmetric/);
    expect(() => scaleChannels(tf.zeros([2, 1, 1, 4]), tf.zeros([1, 4]))).toThrow(/one a sample/);
    expect(() => channelDot(tf.zeros([2, 1, 1, 4]), tf.zeros([1, 1, 1, 4]))).toThrow(/one shape/);
    expect(() => demodulation(tf.zeros([2, 3]), filter, 1)).toThrow(/takes 4 channels/);
  });
});
