/** The comparisons with PyTorch as tests, for whichever backend the calling file started. */
import { expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import type { Run } from '../../../src/training/loop.ts';
import { NETWORK_CASES } from './cases.ts';
import type { Difference } from './expected.ts';
import { layerDifferences } from './layers.ts';
import { networkDifferences } from './networks.ts';
import { RUNS, runDifferences } from './runs.ts';
import { lossDifferences, stepDifferences } from './steps.ts';

/** Where fifty steps amplify no rounding, their losses agree to RUN_TOLERANCE. */
const LOW_RATE = 2e-4;
const RUN_TOLERANCE = 1e-3;
/** A busy machine takes minutes over fifty steps on the CPU backend. */
const RUN_TIMEOUT = 900_000;
/** At the presets' rate they agree within so many times PyTorch's own drift, or the tolerance of one step if that is more. */
const DRIFTS = 3;

export interface SuiteOptions {
  /** Largest difference over the largest number of a tensor. */
  readonly tolerance: number;
  /** As Run's. */
  readonly submitted?: Run['submitted'];
}

export function testAgainstTorch({ tolerance, submitted }: SuiteOptions): void {
  async function expectClose(compare: () => Promise<readonly Difference[]>): Promise<void> {
    const before = tf.memory().numTensors;
    const found = await compare();
    expect(found.length).toBeGreaterThan(0);
    for (const { what, error } of found) expect(error, what).toBeLessThan(tolerance);
    expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  }

  test('every layer, with its first and second derivatives, is PyTorch’s', () => expectClose(layerDifferences));
  test('every loss, with its gradients in the logits, is PyTorch’s', () => expectClose(lossDifferences));
  test('Adam with lazy correction and clipping, and the moving average, are PyTorch’s', () =>
    expectClose(stepDifferences));
  test.each(Object.keys(NETWORK_CASES))(
    '%s: styles, pictures, logits, and each phase’s loss with its gradients in the weights are PyTorch’s',
    (name) => expectClose(() => networkDifferences(name)),
  );

  test.each(RUNS)(
    '$name at a rate of $rate: fifty steps are PyTorch’s',
    { timeout: RUN_TIMEOUT },
    async ({ name, rate }) => {
      const before = tf.memory().numTensors;
      for (const { what, error, drift } of await runDifferences(name, rate, submitted))
        expect(error, what).toBeLessThan(rate === LOW_RATE ? RUN_TOLERANCE : Math.max(DRIFTS * drift, tolerance));
      expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
    },
  );
}
