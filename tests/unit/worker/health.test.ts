/**
 * Health of a real run on the CPU, with judges of the test's own: what is logged, told, kept, changed, taken back, and where the
 * run goes back to.
 */
import { beforeAll, expect, test } from 'vitest';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { type Evaluation, HEALTH_SIGNALS, type HealthLevel, type Remedy } from '../../../src/protocol/judging.ts';
import { captureState } from '../../../src/training/checkpoint.ts';
import { decodeCheckpoint } from '../../../src/worker/checkpointFile.ts';
import { createHealth, type HealthStudio } from '../../../src/worker/health.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { runOnCpu } from '../../support/runOnCpu.ts';

beforeAll(useCpuBackend);

const CONFIG = { kimgPerResolution: 0.3, tickKimg: 0.016, r1Gamma: 0.2, gLr: 0.002 } as const;
const TIMEOUT_MS = 600_000;
const REMEDIES: readonly Remedy[] = [
  { kind: 'double-r1', label: 'Double R1 gamma, from 0.2 to 0.4', changes: { r1Gamma: 0.4 } },
  { kind: 'halve-rates', label: 'Halve the generator’s rate, from 0.002 to 0.001', changes: { gLr: 0.001 } },
];

type OfType<K extends TrainerEvent['type']> = Extract<TrainerEvent, { type: K }>;

/** A run whose health is what the test says. */
async function watched() {
  const said = { level: 'unknown' as HealthLevel, since: 0, bestNimg: undefined as number | undefined };
  let health: HealthStudio | undefined;
  const world = await runOnCpu(CONFIG, () => health?.ticked());
  const { run, events } = world;
  let listed = 0;
  const parts = { ...world, run: () => run, listRuns: async () => void listed++ };
  health = createHealth(parts, {
    read: ({ nimg }) => ({
      ...{ nimg, level: said.level, reason: `It is ${said.level}.`, sinceNimg: said.since },
      signals: HEALTH_SIGNALS.map((signal) => ({ signal, level: said.level, sentence: '' })),
      remedies: said.level === 'alarm' ? REMEDIES : [],
    }),
    advise: () => ({
      ...{ kind: 'go-on', sentence: '' },
      ...(said.bestNimg === undefined ? {} : { best: { nimg: said.bestNimg, metric: 'swd', value: 1 } }),
    }),
  });
  const ofType = <K extends TrainerEvent['type']>(type: K) =>
    events.filter((event): event is OfType<K> => event.type === type);
  const lastHealth = () => ofType('run/health').at(-1);
  const savedAt = () => ofType('run/saved').at(-1)?.nimg ?? -1;
  /** Trains to `nimg`, saves there, and waits for the save. */
  async function saveAt(nimg: number): Promise<number> {
    await world.pullUntil(() => run.state.nimg >= nimg);
    run.save();
    await world.pullUntil(() => savedAt() >= nimg);
    return savedAt();
  }
  /** As if it had just been measured at `nimg`. */
  async function measure(nimg: number): Promise<void> {
    run.addEvaluation(evaluationAt(nimg));
    health?.evaluated();
    await run.beside(async () => undefined);
  }
  const refusals = () => ofType('failure').map(({ failure }) => failure.message);
  return { ...world, refusals, health, said, ofType, lastHealth, saveAt, measure, listed: () => listed };
}

function evaluationAt(nimg: number): Evaluation {
  const facts = { resolution: 8, pictures: 8, floorOf: 'held-out subjects', extractor: 'none', scales: 1 } as const;
  return { nimg, ...facts, numbers: [], seconds: 0 };
}

const eventsOf = (what: readonly { readonly what: string }[]) => what.map((event) => event.what);

test('an alarm is logged once when it begins and once when it ends', { timeout: TIMEOUT_MS }, async () => {
  const { run, said, pullUntil, lastHealth } = await watched();
  await pullUntil(() => run.state.nimg >= 40);
  expect(lastHealth()).toMatchObject({ health: { level: 'unknown' }, events: [] });
  said.level = 'alarm';
  await pullUntil(() => run.state.nimg >= 80);
  const [alarm] = run.healthEvents;
  expect(eventsOf(run.healthEvents)).toEqual(['alarm']);
  expect(alarm).toMatchObject({ sentence: 'It is alarm.', nimg: 48 });
  said.level = 'unknown';
  await pullUntil(() => run.state.nimg >= 112);
  expect(eventsOf(run.healthEvents)).toEqual(['alarm']);
  said.level = 'healthy';
  await pullUntil(() => run.state.nimg >= 144);
  expect(eventsOf(run.healthEvents)).toEqual(['alarm', 'over']);
  expect(lastHealth()?.events).toEqual(run.healthEvents);
  await run.close();
});

test('a remedy is a logged change; taken back, every setting is as before', { timeout: TIMEOUT_MS }, async () => {
  const { run, health, said, doJobs, pullUntil, events, refusals, saveAt } = await watched();
  said.level = 'alarm';
  await pullUntil(() => run.healthEvents.length > 0);
  const before = run.config;
  health.handle({ type: 'health/remedy', runId: 'a', kind: 'double-r1' });
  await doJobs();
  expect(run.config).toEqual({ ...before, r1Gamma: 0.4 });
  expect(run.changes).toEqual([{ nimg: run.state.nimg, field: 'r1Gamma', from: 0.2, to: 0.4 }]);
  expect(run.healthEvents.at(-1)).toEqual({
    ...{ nimg: run.state.nimg, what: 'remedy', sentence: 'Double R1 gamma, from 0.2 to 0.4.' },
    remedy: { kind: 'double-r1', automatic: false, from: { r1Gamma: 0.2 }, to: { r1Gamma: 0.4 } },
  });
  await pullUntil(() => run.state.nimg >= 40);
  health.handle({ type: 'health/undo', runId: 'a' });
  await doJobs();
  expect(run.config).toEqual(before);
  expect(eventsOf(run.healthEvents)).toEqual(['alarm', 'remedy', 'undone']);
  health.handle({ type: 'health/undo', runId: 'a' });
  await doJobs();
  expect(refusals().at(-1)).toContain('Nothing of a remedy still holds');
  health.handle({ type: 'health/remedy', runId: 'a', kind: 'more-critic' });
  await doJobs();
  expect(refusals().at(-1)).toContain('not on offer');
  health.handle({ type: 'health/remedy', runId: 'another', kind: 'double-r1' });
  await doJobs();
  expect(run.config).toEqual(before);
  // The log is part of what is saved, and so of what a resumed run goes on with.
  await saveAt(run.state.nimg + 8);
  const { bytes } = await run.archive.load();
  expect(decodeCheckpoint(bytes).healthEvents).toEqual(run.healthEvents);
  expect(events.filter(({ type }) => type === 'run/unsaved')).toEqual([]);
  await run.close();
});

test('Gyrus takes the gentlest remedy that it may, once, and says why', { timeout: TIMEOUT_MS }, async () => {
  const { run, health, said, pullUntil, ofType } = await watched();
  said.level = 'alarm';
  await pullUntil(() => run.state.nimg >= 24);
  expect(run.changes).toEqual([]);
  health.handle({ type: 'health/automatic', remedies: ['halve-rates'] });
  expect(ofType('health/automatic').at(-1)?.remedies).toEqual(['halve-rates']);
  await pullUntil(() => run.state.nimg >= 120);
  expect(run.changes).toMatchObject([{ field: 'gLr', from: 0.002, to: 0.001, because: 'It is alarm.' }]);
  expect(run.healthEvents.at(-1)).toMatchObject({ what: 'remedy', remedy: { automatic: true } });
  await run.close();
});

test('saves are kept at measurements that were well, and at the best', { timeout: TIMEOUT_MS }, async () => {
  const { run, health, said, lastHealth, saveAt, measure, pullUntil, ofType } = await watched();
  await pullUntil(() => ofType('run/saved').length > 0);
  // Just saved: a measurement asks for no other save.
  health.measuring();
  await pullUntil(() => run.state.nimg >= 24);
  expect(ofType('run/saved')).toHaveLength(1);

  const first = await saveAt(40);
  said.level = 'watch';
  await measure(first);
  expect(lastHealth()?.health).not.toHaveProperty('healthyNimg');
  said.level = 'healthy';
  said.bestNimg = first;
  await measure(first);
  expect(lastHealth()?.health).toMatchObject({ healthyNimg: first, bestNimg: first });
  expect(new Set(run.archive.record.pins.map(({ file }) => file)).size).toBe(1);

  const second = await saveAt(120);
  await measure(second);
  expect(lastHealth()?.health).toMatchObject({ healthyNimg: second, bestNimg: first });
  const bytes = await run.archive.loadPin('healthy');
  expect(decodeCheckpoint(bytes as Uint8Array).state.counters.nimg).toBe(second);
  await run.close();
});

test('it goes back to the kept save to the last bit, and with the settings that hold now', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { run, health, said, saveAt, measure, pullUntil, doJobs, ofType } = await watched();
  const at = await saveAt(40);
  said.level = 'healthy';
  await measure(at);
  const pinned = decodeCheckpoint((await run.archive.loadPin('healthy')) as Uint8Array);
  said.level = 'alarm';
  // The save takes as many steps as it takes, so that no position is known beforehand.
  await pullUntil(() => run.healthEvents.length > 0);
  health.handle({ type: 'health/remedy', runId: 'a', kind: 'halve-rates' });
  const changedAt = run.state.nimg;
  await pullUntil(() => run.state.nimg >= changedAt + 40);
  const voided = run.state.nimg;
  await run.beside(() => run.archive.writeSheet(voided, Uint8Array.of(1)));
  expect(run.archive.record.sheets).toContain(voided);
  said.level = 'healthy';
  health.handle({ type: 'health/goBack', runId: 'a' });
  await doJobs();

  const now = await captureState(run.state);
  expect(now.counters).toEqual(pinned.state.counters);
  expect([...now.tensors.keys()]).toEqual([...pinned.state.tensors.keys()]);
  for (const [name, { data }] of pinned.state.tensors) expect(now.tensors.get(name)?.data, name).toEqual(data);
  expect([run.config.gLr, run.config.r1Gamma]).toEqual([0.001, 0.2]);
  expect(run.changes).toEqual([{ nimg: at, field: 'gLr', from: 0.002, to: 0.001 }]);
  expect(eventsOf(run.healthEvents)).toEqual(['back']);
  expect(run.healthEvents[0]?.sentence).toMatch(
    /^Went back from 0\.\d kimg to 0\.0 kimg, .* Alarm at 0\.1 kimg: It is alarm\.$/,
  );
  const restored = ofType('run/restored').at(-1);
  expect(restored).toMatchObject({ nimg: at, asked: true, because: run.healthEvents[0]?.sentence });
  expect(restored?.steps.nimg.at(-1)).toBe(at);
  expect(ofType('run/state').at(-1)?.state).toBe('loading');

  // Killed here, it would go on from the save that it went back to.
  await run.beside(async () => undefined);
  expect(run.archive.record.current?.nimg).toBe(at);
  expect(run.archive.record.sheets).not.toContain(voided);
  await pullUntil(() => run.state.nimg >= 120);
  expect(ofType('run/state').at(-1)?.state).toBe('training');
  await pullUntil(() => false);
  expect(run.status()).toBe('finished');
  await run.close();
});

test('with nothing kept it says so, and an ended run is not taken back', { timeout: TIMEOUT_MS }, async () => {
  const { run, health, said, pullUntil, doJobs, saveAt, measure, refusals } = await watched();
  await pullUntil(() => run.state.nimg >= 16);
  health.handle({ type: 'health/goBack', runId: 'a' });
  await doJobs();
  expect(refusals().at(-1)).toContain('No save was kept');
  const at = await saveAt(24);
  said.level = 'healthy';
  await measure(at);
  run.request('stopped');
  await pullUntil(() => false);
  health.handle({ type: 'health/goBack', runId: 'a' });
  await doJobs();
  expect(refusals().at(-1)).toContain('fork it instead');
  await run.close();
});

test('a fork begins at the kept save, and the run goes on', { timeout: TIMEOUT_MS }, async () => {
  const { run, health, said, saveAt, measure, pullUntil, doJobs, storage, listed } = await watched();
  const at = await saveAt(40);
  said.level = 'healthy';
  said.bestNimg = at;
  await measure(at);
  await pullUntil(() => run.state.nimg >= 80);
  health.handle({ type: 'health/fork', runId: 'a' });
  health.handle({ type: 'health/fork', runId: 'a', from: 'best' });
  await doJobs();
  expect(listed()).toBe(2);
  const { runs } = await storage.runs.list();
  const forks = runs.filter(({ runId }) => runId !== 'a');
  expect(forks.map(({ name, nimg, state }) => [name, nimg, state])).toEqual([
    ['a from 0.0 kimg', at, 'interrupted'],
    ['a from 0.0 kimg', at, 'interrupted'],
  ]);
  const { bytes } = await storage.runs.load(forks[0]?.runId as string);
  expect(Buffer.from(bytes).equals(Buffer.from((await run.archive.loadPin('healthy')) as Uint8Array))).toBe(true);
  expect(run.status()).toBe('training');
  await run.close();
});
