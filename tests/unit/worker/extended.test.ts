import { expect, test } from 'vitest';
import { planStages } from '../../../src/protocol/plan.ts';
import { extended } from '../../../src/worker/runPlan.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

const config = tinyConfig({ kimgPerResolution: 0.1 }); // batch 4: 0..100 at 4 px, 100..200 at 8 px
const stages = planStages(config, 20);

test('a finished run goes on at its last resolution, without fading again', () => {
  expect(extended(stages, config, 200, 0.05)).toEqual([stages[0], { ...stages[1], endNimg: 252 }]);
});

test('a run stopped while small stays small', () => {
  expect(extended(stages, config, 60, 0.02)).toEqual([{ ...stages[0], endNimg: 80 }]);
});
