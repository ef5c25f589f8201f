/** Our backend for a test file: whatever the GPU refuses fails the test during which it was refused. */
import { afterEach, beforeAll, expect } from 'vitest';
import { type StartedBackend, startBackend } from '../../../src/gpu/backend.ts';
import { submittedWorkDone } from '../../../src/gpu/submitted.ts';
import type { Failure } from '../../../src/protocol/failure.ts';

/** Call at the top of a file. The started backend is in the result once tests run. */
export function startedBackend(): { started?: StartedBackend } {
  const holder: { started?: StartedBackend } = {};
  const failures: Failure[] = [];
  beforeAll(async () => {
    holder.started = await startBackend((failure) => failures.push(failure));
    console.info(`Adapter: ${holder.started.adapter.description}`);
  });
  afterEach(async () => {
    await submittedWorkDone();
    expect(failures.splice(0), 'the GPU refused commands').toEqual([]);
  });
  return holder;
}
