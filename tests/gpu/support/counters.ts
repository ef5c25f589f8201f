/** What one function asks of the GPU, for tests. It refuses to say what the rest of the page asks meanwhile. */
import { type GpuCounts, installGpuCounters } from '../../../src/gpu/counters.ts';

export interface Counts extends Pick<GpuCounts, 'dispatches' | 'submits'> {
  buffersCreated: number;
}

/** Runs f and counts what it records and submits; f may be asynchronous. Do not nest. */
export async function countingCommands(f: () => void | Promise<void>): Promise<Counts> {
  const counters = installGpuCounters();
  try {
    await f();
  } finally {
    counters.uninstall();
  }
  const { dispatches, submits, buffers } = counters.counts();
  return { dispatches, submits, buffersCreated: buffers };
}
