/** When timing kernels pays: which of the presets are worth it, known without looking at a run's convolutions. */
import { expect, test } from 'vitest';
import { planStages } from '../../../src/protocol/plan.ts';
import { PRESETS } from '../../../src/protocol/presets.ts';
import type { Recipe } from '../../../src/protocol/trainConfig.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import { mostWorkOfOne } from '../../../src/training/convolutionWork.ts';
import { tuningRule } from '../../../src/worker/tuningRule.ts';

const SLICES = 1000;

function mayPay(recipe: Recipe, isSoftware: boolean): boolean {
  const config = configOf(recipe);
  return mostWorkOfOne(config, planStages(config, SLICES)) >= tuningRule(isSoftware).leastWork;
}

test('every preset but the one of a minute is worth a look on a GPU', () => {
  const worth = PRESETS.filter(({ id }) => mayPay({ preset: id }, false)).map(({ id }) => id);
  expect(worth).toEqual(PRESETS.map(({ id }) => id).filter((id) => id !== 'tiny'));
});

test('a run of a minute never is, on any adapter', () => {
  for (const isSoftware of [true, false])
    for (const arch of ['stylegan', 'stylegan2', 'msg'] as const)
      expect(mayPay({ preset: 'tiny', arch }, isSoftware)).toBe(false);
});

test('the longer the run, the more there is to gain', () => {
  expect(mayPay({ preset: 'brain32', kimgPerResolution: 0.1 }, false)).toBe(false);
  expect(mayPay({ preset: 'brain32', kimgPerResolution: 1000 }, false)).toBe(true);
});
