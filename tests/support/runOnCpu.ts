/** One real run on tfjs's CPU backend with its saves in memory, pulled by hand; jobs are done between two pulls, as the session has it. */
import { storesBySize } from '../../src/dataset/memoryStore.ts';
import { openPhantoms } from '../../src/dataset/openDataset.ts';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { eagerSteps } from '../../src/training/eagerSteps.ts';
import { macrotask } from '../../src/worker/jobs.ts';
import { createRun } from '../../src/worker/run.ts';
import { loadSaved } from '../../src/worker/savedMemory.ts';
import type { TrainingRun } from '../../src/worker/trainingRun.ts';
import { memoryStorage } from './memoryStorage.ts';
import { tinyConfig } from './tinyRun.ts';

const ADAPTER = { description: 'CPU', software: true, maxBinding: 2 ** 27, maxBuffer: 2 ** 28, features: [] };
const OPTIONS = { resolution: 8, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' } as const;

/** ticked: hears of each tick, as the session's studios do. */
export async function runOnCpu(recipe: Recipe, ticked: () => void) {
  const events: TrainerEvent[] = [];
  const emit = (event: TrainerEvent) => events.push(event);
  const jobs: (() => Promise<void>)[] = [];
  const opened = await openPhantoms({ count: 32, phantomSeed: 1 }, OPTIONS, {
    decode: async () => {
      throw new Error('No picture is decoded here.');
    },
    makeStore: storesBySize(undefined),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const storage = memoryStorage();
  const data = { hash: '0'.repeat(64), name: 'phantoms', slices: 32 };
  const named = { runId: 'a', name: 'a', preset: 'tiny', resolution: 8, createdAt: 1, totalNimg: 0, data };
  const archive = await storage.runs.create(named);
  const realSheet = { png: new Uint8Array(0), columns: 1, rows: 1, tile: 8 };
  const engine = {
    adapter: ADAPTER,
    submitted: async () => undefined,
    releaseBuffers: () => undefined,
    steps: eagerSteps,
  };
  const free = () => 0 as const;
  const parts = { runId: 'a', opened, data, realSheet, engine, archive, free, ticked, emit };
  const later = {
    saveEveryMs: () => Number.POSITIVE_INFINITY,
    automatic: () => [],
    loadSaved: () => loadSaved(archive),
  };
  const run: TrainingRun = createRun({ ...parts, ...later }, { config: tinyConfig(recipe) });

  async function doJobs(): Promise<void> {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  }
  /** Trains until it is so, jobs first; and lets writes go on. */
  async function pullUntil(isSo: () => boolean): Promise<void> {
    await doJobs();
    while (!isSo() && run.hasWork()) {
      await run.pull();
      await doJobs();
      await macrotask();
    }
  }
  return { run, events, storage, emit, pullUntil, doJobs, later: (job: () => Promise<void>) => void jobs.push(job) };
}
