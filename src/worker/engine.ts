/** What the session needs of the GPU, so that tests can put tfjs's CPU backend in its place. */
import type { StepRunner } from '../gpu/recording/stepRunner.ts';
import type { AdapterFacts } from '../protocol/events.ts';
import type { Tuner } from './tuner.ts';

export interface Engine {
  readonly adapter: AdapterFacts;
  /** Resolves when everything submitted so far is done. */
  submitted(): Promise<void>;
  /** Frees buffers that are kept for reuse. */
  releaseBuffers(): void;
  /** Whether the GPU is gone, after a moment's wait; missing where it cannot go. */
  isLost?(): Promise<boolean>;
  /** Runs the iterations of a training. */
  readonly steps: StepRunner;
  /** Chooses the kernels of a run; missing where there is nothing to choose from. */
  readonly tuner?: Tuner;
}
