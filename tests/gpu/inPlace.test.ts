/** Ops that write in place or draw numbers: against their references, and that they leave nothing else changed. */
import { describe, expect, it } from 'vitest';
import { flush } from '../../src/gpu/commandStream.ts';
import * as tf from '../../src/gpu/tf.ts';
import { type AdamSlot, adamSlot, adamStep } from '../../src/ops/adam.ts';
import { conv2dFilterGradient } from '../../src/ops/conv2d.ts';
import { emaStep } from '../../src/ops/ema.ts';
import { type OpsMode, setOpsMode } from '../../src/ops/mode.ts';
import { randomNormal } from '../../src/ops/randomNormal.ts';
import { squaredNorm } from '../../src/ops/squaredNorm.ts';
import { normals } from '../../src/random/draws.ts';
import { startedBackend } from './support/backend.ts';
import { countingCommands } from './support/counters.ts';
import { tensorOf } from './support/derivatives.ts';

startedBackend();

const SHAPES = [[3, 3, 4, 8], [7], [1], [8], [2, 2], [5]];
const RATES = { learningRate: 0.01, beta1: 0, beta2: 0.99, epsilon: 1e-8 };

function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] as number))), 0);
}

/** Three steps from the same start, in the given mode: all variables' values. */
async function threeSteps(mode: OpsMode): Promise<Float32Array[]> {
  setOpsMode(mode);
  const slots: AdamSlot[] = SHAPES.map((shape, i) => adamSlot(tf.tidy(() => tf.variable(tensorOf(shape, i)))));
  const averages = slots.map(({ parameter }) => tf.variable(parameter));
  for (let step = 1; step <= 3; step++) {
    const gradients = SHAPES.map((shape, i) => tensorOf(shape, 10 * step + i));
    const gradientScale = tf.tensor1d([1 / step]);
    adamStep(slots, gradients, { ...RATES, step, ...(step > 1 ? { gradientScale } : {}) });
    emaStep(
      slots.map(({ parameter }, i) => ({ average: averages[i] as tf.Variable, source: parameter })),
      0.9,
    );
    tf.dispose([gradients, gradientScale]);
  }
  setOpsMode('fused');
  const variables = [...slots.flatMap((slot) => [slot.parameter, slot.firstMoment, slot.secondMoment]), ...averages];
  const arrays: Float32Array[] = [];
  for (const variable of variables) arrays.push(Float32Array.from(await variable.data()));
  tf.dispose(variables);
  return arrays;
}

describe('in place', () => {
  it('adamStep and emaStep follow their references over three steps', async () => {
    const before = tf.memory().numTensors;
    const [fused, reference] = [await threeSteps('fused'), await threeSteps('reference')];
    fused.forEach((array, i) => {
      expect(worstDifference(array, reference[i] as Float32Array)).toBeLessThan(2e-6);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('several parameters a dispatch, and no buffer once warm', async () => {
    const slots = SHAPES.map((shape, i) => adamSlot(tf.tidy(() => tf.variable(tensorOf(shape, i)))));
    const gradients = SHAPES.map((shape, i) => tf.square(tensorOf(shape, i)));
    const step = (number: number) => adamStep(slots, gradients, { ...RATES, step: number });
    step(1);
    flush();
    const counts = await countingCommands(() => {
      step(2);
      flush();
    });
    expect(counts).toMatchObject({ submits: 1, buffersCreated: 0 });
    expect(counts.dispatches).toBeLessThanOrEqual(SHAPES.length / 2);
    tf.dispose([gradients, slots.flatMap((slot) => [slot.parameter, slot.firstMoment, slot.secondMoment])]);
  });

  it('reads the new values after a read of the old ones, and spares clones', async () => {
    const average = tf.variable(tf.tensor1d([1, 2]));
    const clone = tf.clone(average);
    const source = tf.tensor1d([3, 4]);
    expect(Array.from(await average.data())).toEqual([1, 2]);
    emaStep([{ average, source }], 0.5);
    expect(Array.from(await average.data())).toEqual([2, 3]);
    emaStep([{ average, source }], 0.5);
    expect(Array.from(await average.data())).toEqual([2.5, 3.5]);
    expect(Array.from(await clone.data())).toEqual([1, 2]);
    tf.dispose([average, clone, source]);
  });
});

describe('squaredNorm', () => {
  it('is the sum over all tensors, and the same to the last bit', async () => {
    const before = tf.memory().numTensors;
    const tensors = [[3, 700], [1], [2, 5, 5], [4], [9], [1100], [3], [8], [2, 2], [6]].map(tensorOf);
    const [a, b] = [squaredNorm(tensors), squaredNorm(tensors)];
    let expected = 0;
    for (const tensor of tensors) for (const value of await tensor.data()) expected += value * value;
    const [value] = await a.data();
    expect((value as number) / expected).toBeCloseTo(1, 6);
    expect(await b.data()).toEqual(await a.data());
    tf.dispose([tensors, a, b]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('randomNormal', () => {
  it.each([
    { seed: 7, stream: 6, step: 12 },
    { seed: 0xffffffff, stream: 0x12345678, step: 2 ** 40 + 3 },
    { seed: 0, stream: 0, step: 0 },
  ])('is the JavaScript generator within 2e-6: %o', async (draw) => {
    const before = tf.memory().numTensors;
    const count = 50_001;
    const z = randomNormal([count], draw);
    const data = await z.data();
    expect(worstDifference(data, normals(draw.seed, draw.stream, draw.step, count))).toBeLessThan(2e-6);
    z.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('repeatability', () => {
  it('the filter gradient is the same to the last bit', async () => {
    const x = tensorOf([4, 16, 16, 8], 0) as tf.Tensor4D;
    const dy = tensorOf([4, 16, 16, 12], 1) as tf.Tensor4D;
    const run = async () => {
      const gradient = conv2dFilterGradient(x, dy, 3, 1);
      const data = Float32Array.from(await gradient.data());
      gradient.dispose();
      return data;
    };
    expect(await run()).toEqual(await run());
    tf.dispose([x, dy]);
  });
});
