/** Tuned convolutions: what is found, kept and used, and that results stay what they were. */
import { afterEach, describe, expect, it } from 'vitest';
import { fastestOf } from '../../src/gpu/autotune.ts';
import * as tf from '../../src/gpu/tf.ts';
import { fixTuning, tuningInUse, withTuning } from '../../src/gpu/tuning.ts';
import { conv2d } from '../../src/ops/conv2d.ts';
import { variantsOf } from '../../src/ops/kernels/convVariants.ts';
import { convUp2d } from '../../src/ops/stridedConv.ts';
import { convolutionsOf, tuneConvolutions } from '../../src/ops/tuneConvolutions.ts';
import { startedBackend } from './support/backend.ts';
import { tensorOf } from './support/derivatives.ts';

startedBackend();

afterEach(() => fixTuning({}));

/** Gradients of a small program of two convolutions. */
function gradients(): tf.Tensor[] {
  return tf.tidy(() => {
    const inputs = [tensorOf([2, 4, 4, 8], 0), tensorOf([3, 3, 8, 4], 1), tensorOf([3, 3, 4, 8], 2)];
    const f = (x: tf.Tensor, first: tf.Tensor, second: tf.Tensor) =>
      tf.sum(tf.square(convUp2d(conv2d(x as tf.Tensor4D, first as tf.Tensor4D, 1), second as tf.Tensor4D, 1)));
    return tf.grads(f)(inputs);
  });
}

async function valuesOf(tensors: tf.Tensor[]): Promise<number[]> {
  const values: number[] = [];
  for (const tensor of tensors) values.push(...(await tensor.data()));
  tf.dispose(tensors);
  return values;
}

const KEYS = [
  'forward 3x3 2x4x4x8->4',
  'up 2x4x4x4->8',
  'forward 3x3 stride 2 2x4x4x8->4 adjoint',
  'filter 3x3 stride 2 2x4x4x8->4 exchanged',
  'forward 3x3 2x4x4x4->8 adjoint',
  'filter 3x3 2x4x4x8->4',
];

describe('tuning', () => {
  it('finds which convolutions a program runs', async () => {
    const found = await convolutionsOf(() => tf.dispose(gradients()));
    expect([...found.keys()].sort()).toEqual([...KEYS].sort());
  });

  it('finds a variant for each, leaves nothing behind, and keeps what is known', async () => {
    const convolutions = await convolutionsOf(() => tf.dispose(gradients()));
    const before = tf.memory().numTensors;
    const [first = '', second = ''] = KEYS;
    const table = await tuneConvolutions(convolutions, { [first]: 'gemm32', [second]: 'no longer there' });
    expect(tf.memory().numTensors).toBe(before);
    expect(tuningInUse()).toEqual({});
    expect(table[first]).toBe('gemm32');
    for (const [key, asked] of convolutions) if (key !== second) expect(variantsOf(asked)).toContain(table[key]);
    const expected = await valuesOf(gradients());
    fixTuning(table);
    const tuned = await valuesOf(gradients());
    const size = Math.max(...expected.map(Math.abs));
    for (const [i, value] of tuned.entries())
      expect(Math.abs(value - (expected[i] as number)) / size).toBeLessThan(1e-5);
    expect(await valuesOf(gradients())).toEqual(tuned);
  });

  it('stops when it is enough', async () => {
    const convolutions = await convolutionsOf(() => tf.dispose(gradients()));
    const table = await tuneConvolutions(convolutions, {}, (done, of) => {
      expect(of).toBe(KEYS.length);
      return done === 1;
    });
    expect(Object.keys(table)).toHaveLength(1);
  });

  it('uses another table only within', () => {
    fixTuning({ a: 'b' });
    expect(() =>
      withTuning({}, () => {
        expect(tuningInUse()).toEqual({});
        throw new Error('Interrupted.');
      }),
    ).toThrow('Interrupted.');
    expect(tuningInUse()).toEqual({ a: 'b' });
  });

  it('prefers the first where none is faster', async () => {
    const x = tf.fill([64], 1);
    const run = () => tf.square(x).dispose();
    const often = () => {
      for (let i = 0; i < 100; i++) run();
    };
    expect(
      await fastestOf([
        { name: 'once', run },
        { name: 'many times', run: often },
      ]),
    ).toBe('once');
    x.dispose();
  });
});
