import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import {
  type AugmentControl,
  createAugmentControl,
  moveAugmentP,
  observeHeldOut,
  observeSigns,
  setAugmentP,
} from '../../../src/training/augmentControl.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';

beforeAll(useCpuBackend);

let control: AugmentControl;
beforeEach(() => {
  control = createAugmentControl(0.2);
});
afterEach(() => tf.dispose([control.p, control.sums]));

const logits = (...values: number[]) => tf.tensor2d(values, [values.length, 1]);
/** 64 of 1000 reals: p moves by 0.064. */
const TEMPO = { target: 0.6, images: 64, augmentKimg: 1 };

/** The signal and p after a move. */
function moved(tempo = TEMPO): [number, number] {
  const signal = moveAugmentP(control, tempo);
  return [signal.dataSync()[0] as number, control.p.dataSync()[0] as number];
}

it('r_t is the mean sign of all batches since the last move, and p rises above the target', () => {
  observeSigns(control, logits(3, 0.1, 2, 5));
  observeSigns(control, logits(4, -1));
  const [signal, p] = moved();
  expect(signal).toBeCloseTo(4 / 6, 6);
  expect(p).toBeCloseTo(0.264, 6);
  observeSigns(control, logits(-1, -1));
  expect(moved()).toEqual([-1, expect.closeTo(0.2, 6)]);
});

it('p stays within 0 and 1, and where nothing was observed', () => {
  expect(moved()).toEqual([0, expect.closeTo(0.2, 6)]);
  observeSigns(control, logits(1));
  expect(moved({ ...TEMPO, images: 5000 })[1]).toBe(1);
  observeSigns(control, logits(-1));
  expect(moved({ ...TEMPO, images: 5000 })[1]).toBe(0);
  setAugmentP(control, 0.7);
  expect(control.p.dataSync()[0]).toBeCloseTo(0.7, 6);
});

it('r_v compares held-out slices with those trained on, in units of what tells fakes apart', () => {
  observeHeldOut(control, { train: logits(4, 2), heldOut: logits(1), fake: logits(-1, -1, -1) });
  observeHeldOut(control, { train: logits(5), heldOut: logits(1), fake: logits(1) });
  const [signal, p] = moved();
  expect(signal).toBeCloseTo((2 + 4) / (4 + 4), 6);
  expect(p).toBeCloseTo(0.264, 6);
});

it('a critic that prefers fakes has not overfitted: p falls', () => {
  observeHeldOut(control, { train: logits(0), heldOut: logits(-5), fake: logits(2) });
  expect(moved()).toEqual([0, expect.closeTo(0.136, 6)]);
});

it('leaks no tensors', () => {
  const given = logits(1, -1);
  const before = tf.memory().numTensors;
  observeSigns(control, given);
  moveAugmentP(control, TEMPO).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
