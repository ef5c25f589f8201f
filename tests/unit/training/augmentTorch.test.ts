import { beforeAll, expect, test } from 'vitest';
import { augmentDifferences } from '../../support/compareAugmentWithTorch.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';

beforeAll(useCpuBackend);

test('each augmentation, its gradients of both orders and the draws are PyTorch’s', async () => {
  const differences = await augmentDifferences();
  expect(differences.length).toBeGreaterThan(70);
  for (const { what, error } of differences) expect(error, what).toBeLessThan(1e-4);
});
