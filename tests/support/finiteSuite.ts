/**
 * Numbers that are not finite, planted in each class of tensor of a run under way: found within a tick, rolled back, told.
 * For every backend that has a test of its own.
 */
import { expect, test } from 'vitest';
import { storesBySize } from '../../src/dataset/memoryStore.ts';
import { type OpenedDataset, openPhantoms } from '../../src/dataset/openDataset.ts';
import type { Arena } from '../../src/gpu/arena.ts';
import * as tf from '../../src/gpu/tf.ts';
import { readParams } from '../../src/model/paramStore.ts';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import type { TrainState } from '../../src/training/trainState.ts';
import type { Engine } from '../../src/worker/engine.ts';
import { macrotask } from '../../src/worker/jobs.ts';
import { createRun } from '../../src/worker/run.ts';
import { loadSaved } from '../../src/worker/savedMemory.ts';
import { memoryStorage } from './memoryStorage.ts';
import { tinyConfig } from './tinyRun.ts';

/** One value of one variable. */
function plant(variables: Arena['variables'] | ReadonlyMap<string, tf.Variable>, value: number): void {
  const [variable] = [...variables.values()].slice(-1);
  if (!variable) throw new Error('There is nothing to plant in.');
  const added = new Float32Array(variable.size);
  added[0] = value;
  tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(added, variable.shape, 'float32'))));
}

const PLANTED: Readonly<Record<string, (state: TrainState) => void>> = {
  'a weight of the generator': ({ G }) => plant(G, Number.NaN),
  'a weight of the critic': ({ D }) => plant(D, Number.POSITIVE_INFINITY),
  'a first moment': ({ optimizerG }) => plant(optimizerG.arenas.firstMoments.variables, Number.NaN),
  'a second moment': ({ optimizerD }) => plant(optimizerD.arenas.secondMoments.variables, Number.NaN),
  'the average of the weights': ({ GEma }) => plant(GEma, Number.NaN),
  // It multiplies what the path length makes of activations, and reaches no weight but through a gradient.
  'the mean of the path lengths': ({ pathMean }) => pathMean.assign(tf.scalar(Number.NaN)),
};
const CONFIG = {
  arch: 'stylegan2',
  plWeight: 2,
  gRegInterval: 1,
  kimgPerResolution: 0.16,
  tickKimg: 0.016,
} as const;
const KIMG_OF_TICK = 1000 * CONFIG.tickKimg;
const TIMEOUT_MS = 600_000;

async function started(engine: Engine) {
  const config = tinyConfig(CONFIG);
  const options = { resolution: 8, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' } as const;
  const decode = async () => {
    throw new Error('No picture is decoded here.');
  };
  const hooks = {
    decode,
    makeStore: storesBySize(undefined),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  const opened: OpenedDataset = await openPhantoms({ count: 32, phantomSeed: 1 }, options, hooks);
  const storage = memoryStorage();
  const data = { hash: '0'.repeat(64), name: 'phantoms', slices: 32 };
  const named = { runId: 'a', name: 'a', preset: 'tiny', resolution: 8, createdAt: 1, totalNimg: 160, data };
  const archive = await storage.runs.create(named);
  const events: TrainerEvent[] = [];
  const realSheet = { png: new Uint8Array(0), columns: 1, rows: 1, tile: 8 };
  const parts = { runId: 'a', opened, data, realSheet, engine, archive, free: () => 0 as const, ticked: () => {} };
  const run = createRun(
    {
      ...parts,
      emit: (event) => events.push(event),
      saveEveryMs: () => Number.POSITIVE_INFINITY,
      automatic: () => [],
      loadSaved: () => loadSaved(archive),
    },
    { config },
  );
  const pullUntil = async (isOver: () => boolean) => {
    while (!isOver() && run.hasWork()) {
      await run.pull();
      // As the session has it: writes go on between two pulls.
      await macrotask();
    }
  };
  return { run, events, pullUntil };
}

type OfType<K extends TrainerEvent['type']> = Extract<TrainerEvent, { type: K }>;
const ofType = <K extends TrainerEvent['type']>(events: readonly TrainerEvent[], type: K) =>
  events.filter((event): event is OfType<K> => event.type === type);

export function finiteSuite(makeEngine: () => Engine): void {
  for (const [what, plantIn] of Object.entries(PLANTED))
    test(`${what}: found within a tick, rolled back, and told`, { timeout: TIMEOUT_MS }, async () => {
      const engine = makeEngine();
      const { run, events, pullUntil } = await started(engine);
      await pullUntil(() => run.state.nimg >= 40);
      run.save();
      await pullUntil(() => ofType(events, 'run/saved').some(({ nimg }) => nimg >= 40));
      const saved = ofType(events, 'run/saved').at(-1)?.nimg as number;
      await pullUntil(() => run.state.nimg > saved + 8);
      const plantedAt = run.state.nimg;
      const { gLr, dLr } = run.config;
      plantIn(run.state);
      // A variable outside the arenas has another buffer now.
      engine.steps.forget();
      await pullUntil(() => ofType(events, 'run/restored').length > 0);
      const [restored] = ofType(events, 'run/restored');
      const failedAt = Number(/at ([\d.]+) kimg/.exec(restored?.because ?? '')?.[1]) * 1000;
      expect(failedAt).toBeGreaterThan(plantedAt);
      expect(failedAt).toBeLessThanOrEqual(plantedAt + KIMG_OF_TICK);
      expect(restored?.nimg).toBe(saved);
      expect(restored?.because).toMatch(/learning rate halved/);
      const halved = [run.config.gLr === (gLr as number) / 2, run.config.dLr === (dLr as number) / 2];
      expect(halved).toContain(true);
      expect(restored?.changes.every(({ because }) => because !== undefined)).toBe(true);
      await pullUntil(() => false);
      expect(run.status()).toBe('finished');
      expect(run.state.nimg).toBe(160);
      for (const params of [run.state.G, run.state.D, run.state.GEma])
        for (const [name, { data }] of await readParams(params)) expect(data.every(Number.isFinite), name).toBe(true);
      await run.close();
    });

  test('what no halving helps ends after three times, with a sentence', { timeout: TIMEOUT_MS }, async () => {
    const { run, events, pullUntil } = await started(makeEngine());
    await pullUntil(() => run.state.nimg >= 8);
    for (let times = 1; times <= 4; times++) {
      plant(run.state.D, Number.NaN);
      await pullUntil(() => ofType(events, 'run/restored').length === times || !run.hasWork());
    }
    expect(ofType(events, 'run/restored')).toHaveLength(3);
    const end = ofType(events, 'run/state').at(-1);
    expect(end).toMatchObject({ state: 'failed', failure: { code: 'not-finite' } });
    expect(end?.failure?.message).toContain('3 times in a row');
    await run.close();
  });
}
