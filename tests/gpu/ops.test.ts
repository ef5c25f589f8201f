/** Every op family on the GPU against its reference on the CPU backend: values, first and second gradients. */
import { describe, it } from 'vitest';
import { setOpsMode } from '../../src/ops/mode.ts';
import { startedBackend } from './support/backend.ts';
import { compareBackends } from './support/compareBackends.ts';
import { OP_CASES } from './support/opTable.ts';

startedBackend();

describe('fused', () => {
  it.each(OP_CASES)('$name', async (row) => {
    setOpsMode('fused');
    await compareBackends(row);
  });
});

describe('references on the GPU', () => {
  it.each(OP_CASES)('$name', async (row) => {
    setOpsMode('reference');
    try {
      await compareBackends(row);
    } finally {
      setOpsMode('fused');
    }
  });
});
