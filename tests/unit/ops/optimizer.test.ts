import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { type AdamSettings, adamSlot, adamStep } from '../../../src/ops/adam.ts';
import { emaStep } from '../../../src/ops/ema.ts';
import { squaredNorm } from '../../../src/ops/squaredNorm.ts';

const SETTINGS: Omit<AdamSettings, 'step'> = { learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 };

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
});

describe('optimizer ops', () => {
  it('adamStep follows algorithm 1 of the paper over three steps', () => {
    const parameter = tf.variable(tf.tensor1d([1, -2]));
    const slot = adamSlot(parameter);
    const before = tf.memory().numTensors;
    const expected = [1, -2];
    const first = [0, 0];
    const second = [0, 0];
    for (let step = 1; step <= 3; step++) {
      const gradient = [0.5 * step, -0.1];
      const tensor = tf.tensor1d(gradient);
      adamStep([slot], [tensor], { ...SETTINGS, step });
      tensor.dispose();
      gradient.forEach((g, i) => {
        first[i] = 0.5 * (first[i] as number) + 0.5 * g;
        second[i] = 0.9 * (second[i] as number) + 0.1 * g * g;
        const corrected = (first[i] as number) / (1 - 0.5 ** step);
        expected[i] =
          (expected[i] as number) - (0.01 * corrected) / (Math.sqrt((second[i] as number) / (1 - 0.9 ** step)) + 1e-8);
      });
    }
    parameter.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 6);
    });
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([parameter, slot.firstMoment, slot.secondMoment]);
  });

  it('adamStep refuses lists that do not match', () => {
    expect(() => adamStep([], [tf.zeros([1])], { ...SETTINGS, step: 1 })).toThrow(/0 parameters but 1 gradients/);
    expect(() => adamStep([], [], { ...SETTINGS, step: 0 })).toThrow(/from 1/);
  });

  it('adamStep scales gradients by a tensor, and refuses more than one scale', () => {
    const moved = ([1, 2] as const).map((factor) => {
      const parameter = tf.variable(tf.tensor1d([1]));
      const gradient = tf.tensor1d([2 / factor]);
      // A large epsilon makes the step depend on the gradient's size.
      const settings = { ...SETTINGS, epsilon: 1, step: 1 };
      adamStep([adamSlot(parameter)], [gradient], { ...settings, gradientScale: tf.scalar(factor) });
      return parameter.dataSync()[0] as number;
    });
    expect(moved[1]).toBeCloseTo(moved[0] as number, 6);
    expect(moved[0]).toBeCloseTo(1 - (0.01 * 2) / (2 + 1), 6);
    const slot = adamSlot(tf.variable(tf.tensor1d([1])));
    const gradientScale = tf.tensor1d([1, 2]);
    expect(() => adamStep([slot], [tf.tensor1d([1])], { ...SETTINGS, step: 1, gradientScale })).toThrow(/one scale/);
  });

  it('squaredNorm sums over all tensors, and refuses none', () => {
    expect(squaredNorm([tf.tensor1d([1, 2]), tf.scalar(3)]).dataSync()[0]).toBe(1 + 4 + 9);
    expect(() => squaredNorm([])).toThrow(/no tensor/);
  });

  it('emaStep moves averages towards their sources and nothing else', () => {
    const average = tf.variable(tf.tensor1d([0, 10]));
    const source = tf.tensor1d([1, 0]);
    const before = tf.memory().numTensors;
    emaStep([{ average, source }], 0.75);
    expect(Array.from(average.dataSync())).toEqual([0.25, 7.5]);
    expect(Array.from(source.dataSync())).toEqual([1, 0]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
