/** The augmentation on the GPU: its ops against their references, its draws against those of the CPU, p in place. */
import { describe, expect, it } from 'vitest';
import * as tf from '../../src/gpu/tf.ts';
import { augmentParameters } from '../../src/ops/augmentParameters.ts';
import { type OpsMode, setOpsMode } from '../../src/ops/mode.ts';
import { warp2d, warp2dAdjoint } from '../../src/ops/warp.ts';
import { AUGMENT_SETS, augmentPlan } from '../../src/protocol/augmentation.ts';
import { augmentPictures } from '../../src/training/augment.ts';
import { createAugmentControl, moveAugmentP, observeSigns } from '../../src/training/augmentControl.ts';
import { AUGMENT_OP_CASES, MAPS } from './support/augmentOpTable.ts';
import { startedBackend } from './support/backend.ts';
import { compareBackends } from './support/compareBackends.ts';
import { tensorOf } from './support/derivatives.ts';

startedBackend();

/** Runs `make` in the given mode, reads all its tensors and disposes them. */
async function readIn(mode: OpsMode, make: () => tf.Tensor[]): Promise<Float32Array[]> {
  setOpsMode(mode);
  try {
    const tensors = tf.tidy(make);
    const arrays: Float32Array[] = [];
    for (const tensor of tensors) arrays.push(Float32Array.from(await tensor.data()));
    tf.dispose(tensors);
    return arrays;
  } finally {
    setOpsMode('fused');
  }
}

function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] as number))), 0);
}

describe.each(['fused', 'reference'] as const)('%s', (mode) => {
  it.each(AUGMENT_OP_CASES)('$name', async (row) => {
    setOpsMode(mode);
    try {
      await compareBackends(row);
    } finally {
      setOpsMode('fused');
    }
  });
});

describe('draws', () => {
  it.each([0.3, 1])('at p %s are the reference’s: the same decisions, the same numbers', async (p) => {
    const settings = { ...augmentPlan('all'), shiftUnit: 32 };
    const draw = { seed: 7, stream: 20, step: 3 * 2 ** 32 + 5 };
    const make = () => {
      const { maps, colors } = augmentParameters(tf.fill([1], p), 200, settings, draw);
      return [maps, colors];
    };
    const [maps, colors] = await readIn('fused', make);
    const [expectedMaps, expectedColors] = await readIn('reference', make);
    expect(worstDifference(maps as Float32Array, expectedMaps as Float32Array)).toBeLessThan(1e-5);
    expect(worstDifference(colors as Float32Array, expectedColors as Float32Array)).toBeLessThan(1e-5);
  });

  it('leave pictures alone at p 0, bit for bit, and follow p where it lies', async () => {
    const p = tf.variable(tf.fill([1], 0), false);
    const pictures = [tensorOf([4, 8, 8, 3], 1), tensorOf([4, 16, 16, 3], 2)] as tf.Tensor4D[];
    const augmented = () => augmentPictures(pictures, AUGMENT_SETS.all.plan, p, { seed: 1, step: 2 });
    const untouched = await readIn('fused', augmented);
    for (const [i, data] of untouched.entries()) expect(data).toEqual(await pictures[i]?.data());
    tf.tidy(() => p.assign(tf.fill([1], 1)));
    const moved = await readIn('fused', augmented);
    for (const [i, data] of moved.entries())
      expect(worstDifference(data, untouched[i] as Float32Array)).toBeGreaterThan(0.5);
    tf.dispose([p, ...pictures]);
  });
});

it('an adjoint of 64 by 64 is the warp’s, map by map', async () => {
  const names = Object.keys(MAPS) as (keyof typeof MAPS)[];
  const maps = tf.tensor2d(names.map((name) => [...MAPS[name]]));
  const shape = [names.length, 64, 64, 1];
  const [x, y] = [tensorOf(shape, 1), tensorOf(shape, 2)] as [tf.Tensor4D, tf.Tensor4D];
  const perPicture = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b), [1, 2, 3]);
  const [there, back, size] = await readIn('fused', () => [
    perPicture(warp2d(x, maps), y),
    perPicture(x, warp2dAdjoint(y, maps)),
    tf.sqrt(tf.mul(perPicture(warp2d(x, maps), warp2d(x, maps)), perPicture(y, y))),
  ]);
  names.forEach((name, i) => {
    const difference = Math.abs((there?.[i] as number) - (back?.[i] as number));
    expect(difference / (size?.[i] as number), name).toBeLessThan(1e-6);
  });
  tf.dispose([maps, x, y]);
});

it('p moves in place, and a kernel that is recorded afterwards draws with the new one', async () => {
  const control = createAugmentControl(0.5);
  const logits = tf.tensor2d([1, 2, 3, -1], [4, 1]);
  observeSigns(control, logits);
  const signal = moveAugmentP(control, { target: 0.6, images: 100, augmentKimg: 1 });
  expect((await signal.data())[0]).toBeCloseTo(0.5, 6);
  expect((await control.p.data())[0]).toBeCloseTo(0.4, 6);
  expect([...(await control.sums.data())]).toEqual([0, 0]);
  tf.dispose([control.p, control.sums, logits, signal]);
});
