import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { augmentParameters } from '../../../src/ops/augmentParameters.ts';
import { colorize } from '../../../src/ops/colorize.ts';
import { downsample2d, upsample2d } from '../../../src/ops/resample.ts';
import { warp2d } from '../../../src/ops/warp.ts';
import { AUGMENT_OPS, type AugmentOp, type AugmentPlan, augmentPlan } from '../../../src/protocol/augmentation.ts';
import { augmentPictures, augmentStep, previewAugmented } from '../../../src/training/augment.ts';
import { tensorOf } from '../../gpu/support/derivatives.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';

beforeAll(useCpuBackend);

const DRAW = { seed: 4, stream: 20, step: 6 };
const NOTHING = Object.fromEntries(AUGMENT_OPS.map((op) => [op, 0])) as Record<AugmentOp, number>;

function warped(x: tf.Tensor, map: number[]): number[] {
  const maps = tf.tensor2d([map]);
  return [...warp2d(x as tf.Tensor4D, maps).dataSync()];
}

describe('warp2d', () => {
  const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);

  it('permutes exactly under flips, turns and whole shifts, mirrored at the edge', () => {
    expect(warped(x, [1, 0, 0, 0, 1, 0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(warped(x, [-1, 0, 0, 0, 1, 0])).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
    expect(warped(x, [0, -1, 0, 1, 0, 0])).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
    const row = tf.tensor4d([1, 2, 3, 4], [1, 1, 4, 1]);
    expect(warped(row, [1, 0, 0.5, 0, 1, 0])).toEqual([3, 4, 4, 3]);
    expect(warped(row, [1, 0, -0.75, 0, 1, 0])).toEqual([3, 2, 1, 1]);
    expect(warped(row, [1, 0, 2.25, 0, 1, 3])).toEqual([2, 3, 4, 4]);
  });

  it('keeps a flat picture flat, whatever the map', () => {
    const flat = tf.fill([1, 8, 8, 1], 0.5) as tf.Tensor4D;
    for (const value of warped(flat, [1.7, 0.4, 0.2, -0.6, 0.3, -0.9])) expect(value).toBeCloseTo(0.5, 5);
  });

  it('averages where it shrinks: stripes of one pixel fade instead of aliasing', () => {
    const stripes = tf.tensor4d(
      Array.from({ length: 32 * 32 }, (_, i) => (i % 2 === 0 ? 1 : -1)),
      [1, 32, 32, 1],
    );
    const energy = warped(stripes, [1.9, 0, 0.01, 0, 1.9, 0]).reduce((sum, value) => sum + value * value, 0);
    expect(energy / (32 * 32)).toBeLessThan(0.05);
  });

  it('refuses what it cannot do', () => {
    expect(() => warp2d(x as tf.Tensor4D, tf.zeros([2, 6]))).toThrow(/one map of 6/);
    expect(() => colorize(x as tf.Tensor4D, tf.zeros([1, 5]))).toThrow(/6 numbers/);
    expect(() => colorize(x as tf.Tensor4D, tf.zeros([1, 6]), tf.zeros([1, 3, 3, 2]))).toThrow(/one shape/);
    expect(() => tf.grad((m) => tf.sum(warp2d(x as tf.Tensor4D, m as tf.Tensor2D)))(tf.zeros([1, 6]))).toThrow(/tape/);
  });
});

describe('draws', () => {
  const COUNT = 2000;
  const rowsOf = (p: number, plan: AugmentPlan, shiftUnit = 16) => {
    const { maps, colors } = augmentParameters(tf.fill([1], p), COUNT, { ...plan, shiftUnit }, DRAW);
    return { maps: maps.arraySync(), colors: colors.arraySync() };
  };
  const share = (flags: boolean[]) => flags.filter(Boolean).length / flags.length;

  it('happen with probability p each', () => {
    // Five standard errors of a share among 2000.
    const near = (value: number, expected: number) =>
      expect(Math.abs(value - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / COUNT));
    const only = (op: keyof AugmentPlan) => rowsOf(0.4, { ...NOTHING, [op]: augmentPlan('all')[op] });
    near(share(only('xFlip').maps.map(([a]) => a === -1)), 0.2);
    near(share(only('turn90').maps.map(([a]) => a !== 1)), 0.3);
    near(share(only('isotropicScale').maps.map(([a]) => a !== 1)), 0.4);
    near(share(only('rotation').maps.map(([a]) => a !== 1)), 0.4);
    near(share(only('fractionalShift').maps.map(([, , s]) => s !== 0)), 0.4);
    near(share(only('brightness').colors.map(([, bias]) => bias !== 0)), 0.4);
    near(share(only('contrast').colors.map(([gain]) => gain !== 1)), 0.4);
    near(share(only('noise').colors.map(([, , sigma]) => sigma !== 0)), 0.4);
    near(share(only('cutout').colors.map((row) => row[5] !== 0)), 0.4);
  });

  it('keep whole shifts whole and within their limit, rotations within theirs', () => {
    const { maps } = rowsOf(1, { ...NOTHING, integerShift: 0.125 });
    const shifts = maps.flatMap(([, , s, , , t]) => [s as number, t as number]);
    expect(shifts.every((shift) => Number.isInteger(shift * 16) && Math.abs(shift) <= 0.125)).toBe(true);
    expect(new Set(shifts.map(Math.abs)).size).toBe(3);
    const angles = rowsOf(1, { ...NOTHING, rotation: 10 }).maps.map(([a, , , c]) =>
      Math.abs((Math.atan2(c as number, a as number) * 180) / Math.PI),
    );
    // Before and after the scale: twice the limit together.
    expect(Math.max(...angles)).toBeLessThanOrEqual(20.001);
    expect(Math.max(...angles)).toBeGreaterThan(15);
  });

  it('are the same for the same step and others for another', () => {
    const maps = (step: number) => {
      const p = tf.fill([1], 1);
      return augmentParameters(p, 4, { ...augmentPlan('brain'), shiftUnit: 8 }, { ...DRAW, step }).maps.dataSync();
    };
    expect(maps(1)).toEqual(maps(1));
    expect(maps(1)).not.toEqual(maps(2));
    const steps = [0, 1].flatMap((i) =>
      (['G', 'real', 'fake', 'heldOut'] as const).flatMap((c) => [0, 1].map((k) => augmentStep(i, c, k))),
    );
    expect(new Set(steps).size).toBe(steps.length);
  });
});

describe('augmentPictures', () => {
  it('leaves pictures alone at p 0, bit for bit, and leaks nothing', () => {
    const x = tensorOf([3, 8, 8, 3], 1) as tf.Tensor4D;
    const before = tf.memory().numTensors;
    const preview = previewAugmented(x, augmentPlan('all'), 0, { seed: 1, step: 0 });
    expect(preview.dataSync()).toEqual(x.dataSync());
    expect(tf.memory().numTensors).toBe(before + 1);
    tf.dispose([x, preview]);
    expect(() => previewAugmented(x, augmentPlan('all'), 1.5, { seed: 1, step: 0 })).toThrow(/from 0 to 1/);
  });

  it('does the same to every scale: a whole shift, flip or turn commutes with the 2x2 mean', () => {
    const plan = { ...NOTHING, xFlip: 1, turn90: 1, integerShift: 0.125, brightness: 0.2, noise: 0.1 };
    const large = tensorOf([6, 16, 16, 1], 2) as tf.Tensor4D;
    const small = downsample2d(large, [1, 1]);
    const p = tf.fill([1], 1);
    const [atSmall, atLarge] = augmentPictures([small, large], plan, p, { seed: 3, step: 9 }) as [
      tf.Tensor4D,
      tf.Tensor4D,
    ];
    const mean = downsample2d(atLarge, [1, 1]).dataSync();
    const given = atSmall.dataSync();
    expect(Math.max(...mean.map((value, i) => Math.abs(value - (given[i] as number))))).toBeLessThan(1e-5);
    const untouched = small.dataSync();
    expect(Math.max(...mean.map((value, i) => Math.abs(value - (untouched[i] as number))))).toBeGreaterThan(0.5);
  });

  it('refuses scales that do not halve', () => {
    const p = tf.fill([1], 1);
    const pair = [tf.zeros([1, 6, 6, 1]), tf.zeros([1, 16, 16, 1])] as tf.Tensor4D[];
    expect(() => augmentPictures(pair, augmentPlan('all'), p, { seed: 1, step: 0 })).toThrow(/halve/);
    expect(() => augmentPictures([], augmentPlan('all'), p, { seed: 1, step: 0 })).toThrow(/no pictures/);
  });

  it('is differentiable twice in its pictures: a penalty through it reaches the critic', () => {
    const smooth = upsample2d(tensorOf([2, 4, 4, 1], 3) as tf.Tensor4D, [1, 3, 3, 1]);
    const weight = tf.variable(tf.fill([1], 0.5));
    const p = tf.fill([1], 1);
    const critic = (x: tf.Tensor) => {
      const [seen] = augmentPictures([x as tf.Tensor4D], augmentPlan('brain'), p, { seed: 1, step: 1 });
      return tf.sum(tf.mul(tf.square(seen as tf.Tensor), weight));
    };
    // The input gradient is linear in the weight, so the penalty w^2 c has the slope 2 w c.
    const penalty = () => tf.sum(tf.square(tf.grad(critic)(smooth))) as tf.Scalar;
    const { value, grads } = tf.variableGrads(penalty, [weight]);
    const slope = (grads[weight.name] as tf.Tensor).dataSync()[0] as number;
    const c = (value.dataSync()[0] as number) / 0.25;
    expect(c).toBeGreaterThan(1);
    expect(slope / c).toBeCloseTo(1, 4);
  });
});
