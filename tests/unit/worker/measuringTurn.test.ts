/** A measurement that is stopped while it still waits for its turn beside training is never begun. */
import { beforeAll, expect, test } from 'vitest';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { measuredRun } from '../../support/measuredRun.ts';
import { is, reached } from '../../support/sessionOnCpu.ts';

beforeAll(useCpuBackend);

test('stopped before its turn, and the next is measured all the same', { timeout: 600_000 }, async () => {
  const { session, events, until } = await measuredRun(0);
  await until(reached('training'));
  session.handle({ type: 'evaluation/measure', requestId: 'stopped', pictures: 64 });
  session.handle({ type: 'evaluation/stop' });
  session.handle({ type: 'run/pause', runId: 'r' });
  const { evaluation } = await until(is('evaluation/ready', ({ requestId }) => requestId === 'stopped'));
  expect(evaluation).toBeUndefined();
  expect(events.some(({ type }) => type === 'evaluation/progress')).toBe(false);
  session.handle({ type: 'evaluation/measure', requestId: 'next', pictures: 64 });
  const next = await until(is('evaluation/ready', ({ requestId }) => requestId === 'next'));
  expect(next.evaluation).toBeDefined();
});
