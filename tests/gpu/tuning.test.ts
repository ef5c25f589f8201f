/** Tuned convolutions: what is found, kept and used, and that results stay what they were. */
import { afterEach, describe, expect, it } from 'vitest';
import { fastestOf } from '../../src/gpu/autotune.ts';
import { dispatch } from '../../src/gpu/dispatch.ts';
import * as tf from '../../src/gpu/tf.ts';
import { fixTuning, tuningInUse, withTuning } from '../../src/gpu/tuning.ts';
import { conv2d } from '../../src/ops/conv2d.ts';
import { candidatesOf } from '../../src/ops/kernels/convVariants.ts';
import { convUp2d } from '../../src/ops/stridedConv.ts';
import { convolutionsOf, fastestVariant } from '../../src/ops/tuneConvolutions.ts';
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
  it('finds which convolutions a program runs, and how often', () => {
    const found = convolutionsOf(() => {
      tf.dispose(gradients());
      tf.dispose(gradients());
    });
    expect([...found.keys()].sort()).toEqual([...KEYS].sort());
    expect([...found.values()].map(({ calls }) => calls)).toEqual(KEYS.map(() => 2));
  });

  it('finds a variant for each, leaves nothing behind, and changes no result', async () => {
    const convolutions = convolutionsOf(() => tf.dispose(gradients()));
    const before = tf.memory().numTensors;
    const table: Record<string, string> = {};
    for (const [key, { asked }] of convolutions) {
      table[key] = await fastestVariant(key, asked);
      expect(candidatesOf(asked)).toContain(table[key]);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(tuningInUse()).toEqual({});
    const expected = await valuesOf(gradients());
    fixTuning(table);
    const tuned = await valuesOf(gradients());
    const size = Math.max(...expected.map(Math.abs));
    for (const [i, value] of tuned.entries())
      expect(Math.abs(value - (expected[i] as number)) / size).toBeLessThan(1e-5);
    expect(await valuesOf(gradients())).toEqual(tuned);
  });

  it('leaves to the rules what a table names and there is not', async () => {
    const expected = await valuesOf(gradients());
    for (const name of ['no longer there', 'constructor', '']) {
      fixTuning(Object.fromEntries(KEYS.map((key) => [key, name])));
      expect(await valuesOf(gradients())).toEqual(expected);
    }
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

  it('leaves out what the GPU refuses', async () => {
    const x = tf.fill([64], 1);
    const broken = { key: 'broken', code: () => 'fn main() { nothing; }' };
    const candidates = [
      { name: 'sound', run: () => tf.dispose(tf.square(x)) },
      { name: 'broken', run: () => dispatch({ program: broken, reads: [], writes: [x], workgroups: [1, 1, 1] }) },
    ];
    expect(await fastestOf(candidates)).toBe('sound');
    x.dispose();
  });
});
