import { expect, it } from 'vitest';
import {
  AUGMENT_OPS,
  AUGMENT_SETS,
  AUGMENT_SIGNALS,
  augmentPlan,
  augmentProblem,
} from '../../../src/protocol/augmentation.ts';

it('a list turns on what it names, at the paper’s strength, and nothing else', () => {
  const plan = augmentPlan(['rotation', 'cutout']);
  for (const op of AUGMENT_OPS)
    expect(plan[op], op).toBe(op === 'rotation' || op === 'cutout' ? AUGMENT_SETS.all.plan[op] : 0);
});

it('sets of anatomy neither flip nor turn, and stay weaker than the paper', () => {
  for (const name of ['brain', 'knee', 'digits'] as const) {
    const plan = augmentPlan(name);
    expect(plan).toBe(AUGMENT_SETS[name].plan);
    expect([plan.xFlip, plan.turn90, plan.cutout]).toEqual([0, 0, 0]);
    for (const op of AUGMENT_OPS) expect(plan[op], `${name} ${op}`).toBeLessThanOrEqual(AUGMENT_SETS.all.plan[op]);
    expect(plan.rotation).toBeGreaterThan(0);
  }
});

it('unknown names are refused in sentences', () => {
  expect(augmentProblem('brain')).toBeUndefined();
  expect(augmentProblem(['noise'])).toBeUndefined();
  expect(augmentProblem('liver')).toMatch(/no set of augmentations "liver": choose brain/);
  expect(augmentProblem('toString')).toMatch(/no set/);
  expect(augmentProblem(['noise', 'sharpen'])).toMatch(/no augmentation "sharpen"/);
  expect(augmentProblem([])).toMatch(/empty/);
  expect(() => augmentPlan('liver')).toThrow(/liver/);
});

it('only losses whose zero means "undecided" read the sign', () => {
  expect(
    Object.entries(AUGMENT_SIGNALS)
      .filter(([, signal]) => signal === 'heldOut')
      .map(([loss]) => loss),
  ).toEqual(['wgan-gp', 'relativistic']);
});
