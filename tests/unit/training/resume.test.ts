import { beforeAll } from 'vitest';
import { eagerSteps } from '../../../src/training/eagerSteps.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { resumeSuite } from '../../support/resumeSuite.ts';

beforeAll(useCpuBackend);

/** The second is slow here: the GPU's test has it in full. */
resumeSuite(() => eagerSteps, {
  'stylegan, which grows in between': 200,
  'stylegan2 with ADA, path length and style mixing': 24,
});
