/** The references against PyTorch. The golden numbers come from scripts/torch_golden.py over tests/support/goldenNetworks.ts. */
import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import { differencesFromTorch } from '../../support/compareWithTorch.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';

beforeAll(useCpuBackend);

test('generator, critic, R1 and its gradients are PyTorch’s', async () => {
  const before = tf.memory().numTensors;
  for (const { what, error } of await differencesFromTorch()) expect(error, what).toBeLessThan(1e-4);
  expect(tf.memory().numTensors).toBe(before);
});
