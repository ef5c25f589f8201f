/** Runs each step as it comes, through tfjs: on the CPU, to compare recorded steps with, and to look for faults. */
import type { StepRunner } from '../gpu/recording/stepRunner.ts';

export const eagerSteps: StepRunner = {
  run: async (_, step) => step(),
  forget: () => undefined,
  facts: () => new Map(),
};
