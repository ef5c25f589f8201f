/**
 * nCritic changed while a run trains, on tfjs's CPU backend: interrupted, taken back or neither, the run is one run to the
 * last bit; and saves from before nCritic could change are read as they were meant.
 */
import { beforeAll, expect, test } from 'vitest';
import { decodeTypedSafetensors, safetensorsParts } from '../../../src/format/safetensors.ts';
import { memoryFolder } from '../../../src/storage/memoryFolder.ts';
import { type CapturedState, captureState } from '../../../src/training/checkpoint.ts';
import { decodeCheckpoint } from '../../../src/worker/checkpointFile.ts';
import { loadKept } from '../../../src/worker/savedMemory.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { memoryStorage } from '../../support/memoryStorage.ts';
import { runOnCpu } from '../../support/runOnCpu.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const RECIPE = { kimgPerResolution: 0.12, nCritic: 2 } as const;
const OPTIONS = { resolution: 8, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' } as const;
const BATCH = 4;
const TIMEOUT_MS = 600_000;

/** All but how long it took. */
function expectSame({ counters, tensors }: CapturedState, expected: CapturedState): void {
  const { trainedMs: _, ...counted } = counters;
  const { trainedMs: __, ...expectedCounts } = expected.counters;
  expect(counted).toEqual(expectedCounts);
  expect([...tensors.keys()]).toEqual([...expected.tensors.keys()]);
  for (const [name, { data }] of expected.tensors) expect(tensors.get(name)?.data, name).toEqual(data);
}

/** A run to its end, without interruption, whose nCritic changes at given reals. */
async function straight(changes: readonly { readonly nimg: number; readonly nCritic: number }[]) {
  const { run, pullUntil } = await runOnCpu(RECIPE, () => undefined);
  for (const { nimg, nCritic } of changes) {
    await pullUntil(() => run.state.nimg >= nimg);
    expect(run.state.nimg).toBe(nimg);
    await run.change({ nCritic });
  }
  await pullUntil(() => false);
  expect(run.status()).toBe('finished');
  const end = await captureState(run.state);
  await run.close();
  return end;
}

test('changed live, stopped and resumed, it ends as the run that was not', { timeout: TIMEOUT_MS }, async () => {
  const files = { runsFolder: memoryFolder(), keptFolder: memoryFolder() };
  const first = startSession(memoryStorage(files));
  first.session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options: OPTIONS });
  first.session.handle({ type: 'run/start', runId: 'a', config: tinyConfig(RECIPE) });
  await first.until(is('run/progress', ({ now }) => now.nimg >= 20));
  first.session.handle({ type: 'run/change', runId: 'a', changes: { nCritic: 5 } });
  const changed = await first.until(is('run/changed'));
  const at = changed.changes[0]?.nimg as number;
  await first.until(is('run/progress', ({ now }) => now.nimg >= at + 3 * BATCH));
  first.session.handle({ type: 'run/stop', runId: 'a' });
  await first.until(reached('stopped'));

  const second = startSession(memoryStorage(files));
  second.session.handle({ type: 'runs/resume', runId: 'a' });
  const restored = await second.until(is('run/restored'));
  expect(restored.changes).toEqual([{ nimg: at, field: 'nCritic', from: 2, to: 5 }]);
  await second.until(reached('finished'));
  second.session.handle({ type: 'checkpoint/download', requestId: 'd', runId: 'a' });
  const { bytes } = await second.until(is('checkpoint/ready'));
  const { state, config } = decodeCheckpoint(new Uint8Array(bytes));
  expect(config.nCritic).toBe(5);
  expect(state.counters.rhythm).toEqual({ iteration: at / BATCH, generatorSteps: at / BATCH / 2, nCritic: 5 });
  expectSame(state, await straight([{ nimg: at, nCritic: 5 }]));
});

test('taken back to a save of before, with the new nCritic, it ends as if changed there', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { run, pullUntil } = await runOnCpu(RECIPE, () => undefined);
  await pullUntil(() => run.state.nimg >= 20);
  run.save();
  await pullUntil(() => (run.archive.record.current?.nimg ?? 0) >= 20);
  const savedAt = run.archive.record.current?.nimg as number;
  await run.beside(() => run.archive.pin('healthy'));
  await pullUntil(() => run.state.nimg >= savedAt + 12);
  await run.change({ nCritic: 0.5 });
  await pullUntil(() => run.state.nimg >= savedAt + 40);
  await run.goBack(await loadKept(run.archive, 'healthy'), { nimg: savedAt, what: 'back', sentence: 'Back.' });
  expect(run.state.rhythm).toEqual({ iteration: 0, generatorSteps: 0, nCritic: 2 });
  await pullUntil(() => false);
  const end = await captureState(run.state);
  await run.close();
  expectSame(end, await straight([{ nimg: savedAt, nCritic: 0.5 }]));
});

test('a save holds since when nCritic counts; an older one counts from the start, nonsense is refused', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { run, pullUntil } = await runOnCpu(RECIPE, () => undefined);
  await pullUntil(() => run.state.nimg >= 12);
  await run.change({ nCritic: 4 });
  await pullUntil(() => run.state.nimg >= 20);
  await run.change({ nCritic: 3 });
  await pullUntil(() => run.state.nimg >= 24);
  run.request('stopped');
  await pullUntil(() => false);
  const { bytes } = await run.archive.load();
  await run.close();
  // Three iterations of 2, two of 4.
  const rhythm = { iteration: 5, generatorSteps: 3 / 2 + 2 / 4, nCritic: 3 };
  expect(decodeCheckpoint(bytes).state.counters.rhythm).toEqual(rhythm);
  // As saves were before nCritic could change.
  const older = rewritten(bytes, ({ rhythm: _, ...counters }) => counters);
  expect(decodeCheckpoint(older).state.counters.rhythm).toEqual({ iteration: 0, generatorSteps: 0, nCritic: 3 });
  for (const nonsense of [{ iteration: 7 }, { iteration: -1 }, { nCritic: 0 }, { generatorSteps: 'two' }]) {
    const file = rewritten(bytes, (counters) => ({ ...counters, rhythm: { ...rhythm, ...nonsense } }));
    expect(() => decodeCheckpoint(file), JSON.stringify(nonsense)).toThrow(/checkpoint/);
  }
});

/** The file with other counters. */
function rewritten(
  bytes: Uint8Array,
  change: (counters: Record<string, unknown>) => Record<string, unknown>,
): Uint8Array {
  const { tensors, metadata } = decodeTypedSafetensors(bytes);
  const run = JSON.parse(metadata.run as string) as { counters: Record<string, unknown> };
  const parts = safetensorsParts(tensors, {
    ...metadata,
    run: JSON.stringify({ ...run, counters: change(run.counters) }),
  });
  return new Uint8Array(Buffer.concat(parts));
}
