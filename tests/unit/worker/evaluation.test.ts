/** Measuring through the session, on tfjs's CPU backend: on schedule, on request, broken off, kept, and without any trace. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { memoryFolder } from '../../../src/storage/memoryFolder.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { MEASURED, measuredRun } from '../../support/measuredRun.ts';
import { memoryStorage } from '../../support/memoryStorage.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';

beforeAll(useCpuBackend);

const SLOW = { timeout: 600_000 };
const measuredAt = (events: readonly TrainerEvent[]) =>
  events.filter(is('run/evaluated')).map(({ evaluation }) => evaluation.nimg);
const stepsOf = (events: readonly TrainerEvent[]) =>
  events.filter(is('run/progress')).map(({ steps }) => Object.values(steps.values).map((column) => [...column]));
const failuresOf = (events: readonly TrainerEvent[]) => events.filter(is('failure')).map(({ failure }) => failure);

test(
  'a run is measured on schedule, its losses stay the same to the last bit, and nothing is left behind',
  SLOW,
  async () => {
    const none = tf.memory().numTensors;
    const plain = await measuredRun(0);
    await plain.until(reached('finished'));
    expect(measuredAt(plain.events)).toEqual([]);
    const ofRun = tf.memory().numTensors - none;

    const measured = await measuredRun(1);
    await measured.until(is('run/evaluated'));
    await measured.until(reached('finished'));
    expect(failuresOf(measured.events)).toEqual([]);
    // Both runs' networks are still there.
    expect(tf.memory().numTensors).toBe(none + 2 * ofRun);
    expect(stepsOf(measured.events).flat(2).length).toBe(stepsOf(plain.events).flat(2).length);
    const columns = (events: readonly TrainerEvent[]) => joinedColumns(stepsOf(events));
    expect(columns(measured.events)).toEqual(columns(plain.events));

    const [first] = measured.events.filter(is('run/evaluated')).map(({ evaluation }) => evaluation);
    expect(measuredAt(measured.events)).toHaveLength(1);
    expect(first?.nimg).toBeGreaterThanOrEqual(1000);
    // At 8 px there are neither features nor pairs: only distances.
    expect(first).toMatchObject({ resolution: 8, extractor: '', scales: 0, floorOf: 'halves of the training slices' });
    expect(first?.numbers.map(({ id }) => id)).toEqual(['swd', 'swd/8']);
    expect(first?.pictures).toBe(10);
    expect(first?.rank?.reals).toBeGreaterThan(1);
    expect(first?.rank?.fakes).toBeGreaterThan(1);
    for (const { value, interval, floor, floorInterval } of first?.numbers ?? []) {
      expect(interval.low).toBeLessThanOrEqual(value);
      expect(interval.high).toBeGreaterThanOrEqual(value);
      expect(floorInterval.low).toBeLessThanOrEqual(floor);
      expect(value).toBeGreaterThan(floor);
    }
    // Floors are of the same reals, whenever they are measured.
    measured.session.handle({ type: 'evaluation/measure', requestId: 'again', pictures: 80 });
    const second = (await measured.until(is('evaluation/ready'))).evaluation;
    expect(second?.numbers.map(({ floor }) => floor)).toEqual(first?.numbers.map(({ floor }) => floor));
    // And the rest is of the pictures of that moment.
    expect(second?.nimg).toBeGreaterThan(first?.nimg ?? 0);
    for (const [i, { value }] of second?.numbers.entries() ?? []) expect(value).not.toBe(first?.numbers[i]?.value);
    const told = measured.events.filter(is('evaluation/progress'));
    expect(told.at(-1)?.done).toBe(told.at(-1)?.of);
  },
);

test('it is measured on request, with features at 16 px, and what cannot be is refused', SLOW, async () => {
  const recipe = { ...MEASURED, resolution: 16, kimgPerResolution: { 4: 0.1, 8: 0.1, 16: 40 } };
  const { session, events, until } = await measuredRun(0, { recipe });
  await until(is('run/progress', ({ now }) => now.resolution === 16));
  session.handle({ type: 'evaluation/measure', requestId: 'few', pictures: 3 });
  session.handle({ type: 'evaluation/measure', requestId: 'asked', pictures: 64 });
  session.handle({ type: 'evaluation/measure', requestId: 'second', pictures: 64 });
  const { evaluation } = await until(is('evaluation/ready', ({ requestId }) => requestId === 'asked'));
  const refused = (id: string) => events.filter(is('failure')).find(({ requestId }) => requestId === id)?.failure;
  expect(refused('few')?.message).toContain('64 to 1000');
  expect(refused('second')?.message).toContain('under way');
  expect(events.filter(is('run/evaluated'))[0]?.evaluation).toEqual(evaluation);
  expect(evaluation?.extractor).toBe('random conv v1, seed 0, 16 px grey');
  expect(evaluation?.numbers.map(({ id }) => id)).toEqual([
    ...['kid', 'frechet', 'precision', 'recall', 'density', 'coverage'],
    ...['msSsim', 'swd', 'swd/16'],
  ]);
  expect(evaluation?.scales).toBe(1);
  expect(evaluation?.numbers.every(({ value, floor }) => Number.isFinite(value) && Number.isFinite(floor))).toBe(true);
  const kid = evaluation?.numbers.find(({ id }) => id === 'kid');
  expect(kid?.value).toBeGreaterThan(kid?.floorInterval.high as number);

  const bytes = await readFile(new URL('../../golden/own-extractor.safetensors', import.meta.url));
  const open = (requestId: string, file?: File) =>
    session.handle({ type: 'extractor/open', requestId, ...(file ? { file } : {}) });
  open('own', new File([bytes], 'own.safetensors'));
  expect((await until(is('extractor/opened'))).name).toMatch(/^small [0-9a-f]{8}$/);
  session.handle({ type: 'evaluation/measure', requestId: 'own numbers', pictures: 64 });
  const own = await until(is('evaluation/ready', ({ requestId }) => requestId === 'own numbers'));
  expect(own.evaluation?.extractor).toMatch(/^small [0-9a-f]{8}, a person's own, 16 px grey$/);
  const failed = async (id: string) => (await until(is('failure', ({ requestId }) => requestId === id))).failure;
  open('onnx', new File([bytes], 'net.ONNX'));
  expect((await failed('onnx')).message).toContain('ONNX');
  open('cut', new File([bytes.subarray(0, 900)], 'own.safetensors'));
  expect(await failed('cut')).toMatchObject({ code: 'bad-weights' });
  session.handle({ type: 'run/stop', runId: 'r' });
  await until(reached('stopped'));
});

test('a measurement that is stopped, or whose run ends, leaves no record and no tensor', SLOW, async () => {
  const none = tf.memory().numTensors;
  const plain = await measuredRun(0);
  await plain.until(is('run/progress', ({ now }) => now.resolution === 8));
  plain.session.handle({ type: 'run/stop', runId: 'r' });
  await plain.until(reached('stopped'));
  const ofRun = tf.memory().numTensors - none;

  const { session, events, until } = await measuredRun(0);
  await until(is('run/progress', ({ now }) => now.resolution === 8));
  const soFar = events.length;
  session.handle({ type: 'run/pause', runId: 'r' });
  await until(reached('paused'));
  // The save's copies are gone.
  await until(is('run/saved'), soFar);
  const tensors = tf.memory().numTensors;
  const measure = (requestId: string) => session.handle({ type: 'evaluation/measure', requestId, pictures: 1000 });
  measure('stopped');
  await until(is('evaluation/progress', ({ done }) => done > 0));
  session.handle({ type: 'evaluation/stop' });
  const ready = await until(is('evaluation/ready', ({ requestId }) => requestId === 'stopped'));
  expect(ready.evaluation).toBeUndefined();
  expect(tf.memory().numTensors).toBe(tensors);

  const from = events.length;
  measure('ended');
  await until(
    is('evaluation/progress', ({ done }) => done > 0),
    from,
  );
  session.handle({ type: 'run/stop', runId: 'r' });
  const { failure } = await until(is('failure', ({ requestId }) => requestId === 'ended'));
  expect(failure.message).toContain('the run ended');
  expect(tf.memory().numTensors).toBe(none + 2 * ofRun);
  expect(measuredAt(events)).toEqual([]);
  const told = events.filter(is('evaluation/progress'));
  expect(told.at(-1)?.done).toBe(told.at(-1)?.of);
});

test('growing breaks a measurement off', SLOW, async () => {
  const recipe = { ...MEASURED, kimgPerResolution: { 4: 0.2, 8: 40 } };
  const { session, events, until } = await measuredRun(0, { recipe });
  await until(reached('training'));
  session.handle({ type: 'evaluation/measure', requestId: 'grows', pictures: 1000 });
  const { failure } = await until(is('failure', ({ requestId }) => requestId === 'grows'));
  expect(failure.message).toContain('grew to 8 px');
  expect(measuredAt(events)).toEqual([]);
  session.handle({ type: 'run/stop', runId: 'r' });
  await until(reached('stopped'));
});

test('what was measured is kept with the run, also after its end', SLOW, async () => {
  const files = { runsFolder: memoryFolder(), keptFolder: memoryFolder() };
  const { session, events, until } = await measuredRun(1, { storage: memoryStorage(files) });
  await until(reached('finished'));
  await until(is('run/evaluated'));
  session.handle({ type: 'evaluation/measure', requestId: 'after', pictures: 64 });
  await until(is('evaluation/ready'));
  const evaluations = events.filter(is('run/evaluated')).map(({ evaluation }) => evaluation);
  expect(evaluations).toHaveLength(2);
  await until(is('run/saved'), events.lastIndexOf(events.filter(is('evaluation/ready'))[0] as TrainerEvent));

  const later = startSession(memoryStorage(files));
  later.session.handle({ type: 'runs/resume', runId: 'r' });
  expect((await later.until(is('run/restored'))).evaluations).toEqual(evaluations);
});

test('opened weights are measured against the open data set, and not without one', SLOW, async () => {
  const { session, until } = await measuredRun(0);
  await until(reached('finished'));
  session.handle({ type: 'weights/download', requestId: 'w' });
  const { zip } = await until(is('weights/ready'));
  const other = startSession();
  other.session.handle({ type: 'weights/open', requestId: 'o', file: new File([zip], 'weights.zip') });
  await other.until(is('weights/opened'));
  other.session.handle({ type: 'evaluation/measure', requestId: 'none', pictures: 64 });
  const { failure } = await other.until(is('failure'));
  expect(failure).toMatchObject({ code: 'no-data' });
  const options = { resolution: 8, channels: 1, seed: 1, heldOut: 0, trainOn: 'all' } as const;
  other.session.handle({ type: 'dataset/phantom', count: 20, phantomSeed: 1, options });
  other.session.handle({ type: 'evaluation/measure', requestId: 'some', pictures: 64 });
  const { evaluation } = await other.until(is('evaluation/ready'));
  expect(evaluation?.numbers.map(({ id }) => id)).toEqual(['swd', 'swd/8']);
  expect(evaluation?.rank).toBeUndefined();
  expect(other.events.filter(is('run/evaluated'))).toEqual([]);
});

/** Statistics of all steps, whatever messages they came in. */
function joinedColumns(blocks: readonly number[][][]): number[][] {
  const [first] = blocks;
  return (first ?? []).map((_, column) => blocks.flatMap((block) => block[column] ?? []));
}
