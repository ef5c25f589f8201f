/** The WGSL kernels, through whole networks, against PyTorch's numbers. */
import { expect, test } from 'vitest';
import { differencesFromTorch } from '../support/compareWithTorch.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

test('generator, critic, R1 and its gradients are PyTorch’s', async () => {
  for (const { what, error } of await differencesFromTorch()) expect(error, what).toBeLessThan(5e-4);
});
