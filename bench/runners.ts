/** How the bench runs our step: through tfjs each time, or recorded and replayed. It refuses to know what a step is. */
import { createRecordingRunner, type StepRunner } from '../src/gpu/recording/stepRunner.ts';
import { eagerSteps } from '../src/training/eagerSteps.ts';

export type Mode = 'eager' | 'recorded';

/** Recorded steps are handed over whole, not cut into short submissions as in the page. */
export function runnerOf(mode: Mode): Pick<StepRunner, 'run' | 'forget' | 'facts'> {
  return mode === 'recorded' ? createRecordingRunner() : { ...eagerSteps, facts: () => new Map() };
}
