/** What a step asks of the GPU in steady state, part by part: counts, which repeat from run to run. It times nothing. */
import { countsBetween, type GpuCounters, type GpuCounts } from '../src/gpu/counters.ts';
import { submittedWorkDone } from '../src/gpu/submitted.ts';
import type { MemoryFacts, World } from './world.ts';

export interface WorldCounts {
  readonly parts: Readonly<Record<string, GpuCounts>>;
  /** The most bytes of GPU buffers at once, all that lasts included. */
  readonly peakBytes: number;
  readonly memory: MemoryFacts | undefined;
}

/** Runs before counting: the first compiles or records. */
const WARM_UP = 2;

/** makeWorld's world is disposed. releaseBuffers: frees the pool of reusable ones. */
export async function countWorld(
  makeWorld: () => World,
  counters: GpuCounters,
  releaseBuffers: () => void,
): Promise<WorldCounts> {
  releaseBuffers();
  const before = counters.heldBytes();
  const world = makeWorld();
  const runAll = async (look: (name: string, before: GpuCounts) => void) => {
    for (const { name, run } of world.parts) {
      const start = counters.counts();
      await run();
      await submittedWorkDone();
      look(name, start);
    }
  };
  for (let i = 0; i < WARM_UP; i++) await runAll(() => undefined);
  // What making the networks left in the pool is not the step's.
  releaseBuffers();
  counters.restartPeak();
  await runAll(() => undefined);
  const counted = new Map<string, GpuCounts>();
  await runAll((name, start) => {
    counted.set(name, countsBetween(start, counters.counts()));
  });
  const parts: Record<string, GpuCounts> = {};
  for (const { name, minus, isHelper } of world.parts) {
    if (isHelper) continue;
    const all = counted.get(name) as GpuCounts;
    parts[name] = minus ? countsBetween(counted.get(minus) as GpuCounts, all) : all;
  }
  const result = { parts, peakBytes: counters.peakBytes() - before, memory: world.memory() };
  world.dispose();
  releaseBuffers();
  return result;
}
