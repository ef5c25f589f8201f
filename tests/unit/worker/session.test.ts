/** The session over tfjs's CPU backend: commands in, events out, phantoms as data. */
import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/gpu/tf.ts';
import type { DatasetOptions } from '../../../src/protocol/dataset.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const options: DatasetOptions = { resolution: 8, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' };

test('phantoms, a whole run, a download and its weights opened again', async () => {
  const { session, events, until } = startSession();
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  const { summary } = await until(is('dataset/ready'));
  expect(summary.slices).toBe(32);
  expect(summary.trainingSlices + summary.heldOutSlices).toBe(32);

  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig() });
  await until(reached('finished'));
  const states = events.filter(is('run/state')).map((event) => event.state);
  expect(states).toEqual(['loading', 'training', 'finished']);
  expect(events.filter(is('run/sheet')).map((event) => event.sheet.nimg)).toEqual([0, 32]);
  expect(events.filter(is('run/tick')).map((event) => event.record.nimg)).toEqual([8, 16, 24, 32]);

  session.handle({ type: 'weights/download', requestId: 'w' });
  const { zip, fileName } = await until(is('weights/ready'));
  session.handle({ type: 'sample/generate', requestId: 's', seeds: [5, 6], psi: 0.7, columns: 2 });
  const before = await until(is('sample/ready'));
  session.handle({ type: 'weights/open', requestId: 'o', file: new File([zip], fileName) });
  const opened = await until(is('weights/opened'));
  expect(opened.weights).toMatchObject({ nimg: 32, resolution: 8 });
  const from = events.length;
  session.handle({ type: 'sample/generate', requestId: 't', seeds: [5, 6], psi: 0.7, columns: 2 });
  const after = await until(is('sample/ready'), from);
  expect(after.images.map((image) => image.png)).toEqual(before.images.map((image) => image.png));
  expect(events.filter(is('failure'))).toEqual([]);
});

test('StyleGAN2 at several scales, a live change, a preview, and its weights opened again', async () => {
  const { session, events, until } = startSession();
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  const config = tinyConfig({ arch: 'msg', startResolution: 4, augment: 'fixed', augmentP: 0.2 });
  session.handle({ type: 'augment/preview', requestId: 'p', config, p: 0.9 });
  const { sheet } = await until(is('augment/preview'));
  expect([sheet.columns, sheet.rows, sheet.tile]).toEqual([6, 6, 8]);

  session.handle({ type: 'run/start', runId: 'a', config });
  session.handle({ type: 'run/change', runId: 'a', changes: { gLr: 0.001, augmentP: 0.5 } });
  session.handle({ type: 'run/change', runId: 'a', changes: { dLr: -1 } });
  const changed = await until(is('run/changed'));
  expect(changed.config).toMatchObject({ gLr: 0.001, dLr: config.dLr, augmentP: 0.5 });
  expect(changed.changes.map(({ field, from, to }) => [field, from, to])).toEqual([
    ['gLr', 0.002, 0.001],
    ['augmentP', 0.2, 0.5],
  ]);
  const { failure } = await until(is('failure'));
  expect(failure.message).toContain('-1');
  await until(reached('finished'));
  const last = events.filter(is('run/tick')).at(-1);
  expect(last?.record.stats['Progress/augment']).toBeCloseTo(0.5);

  session.handle({ type: 'weights/download', requestId: 'w' });
  const { zip, fileName } = await until(is('weights/ready'));
  session.handle({ type: 'sample/generate', requestId: 's', seeds: [5, 6], psi: 0.7, columns: 2 });
  const before = await until(is('sample/ready'));
  session.handle({ type: 'weights/open', requestId: 'o', file: new File([zip], fileName) });
  const { weights } = await until(is('weights/opened'));
  expect(weights.config.gLr).toBe(0.001);
  const from = events.length;
  session.handle({ type: 'sample/generate', requestId: 't', seeds: [5, 6], psi: 0.7, columns: 2 });
  const after = await until(is('sample/ready'), from);
  expect(after.images.map((image) => image.png)).toEqual(before.images.map((image) => image.png));
});

test('what the data cannot give is refused before the run begins', async () => {
  const { session, until } = startSession();
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options: { ...options, heldOut: 0 } });
  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig({ conditional: true }) });
  const { failure } = await until(is('failure'));
  expect(failure.code).toBe('bad-config');
  expect(failure.message).toContain('class');
});

test('pause holds the run still, resume goes on, stop ends it, continue takes it further', async () => {
  const { session, events, until } = startSession();
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig({ kimgPerResolution: 2, tickKimg: 0.05 }) });
  await until(reached('training'));
  session.handle({ type: 'run/pause', runId: 'a' });
  await until(reached('paused'));
  // The save of a pause goes on beside it.
  const shown = events.filter(is('run/progress')).at(-1)?.now.nimg ?? 0;
  await until(is('run/saved', ({ nimg }) => nimg === shown));
  const held = events.length;
  const tensors = tf.memory().numTensors;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(events.length).toBe(held);
  expect(tf.memory().numTensors).toBe(tensors);

  session.handle({ type: 'run/resume', runId: 'a' });
  const tick = await until(is('run/tick'), held);
  session.handle({ type: 'run/stop', runId: 'a' });
  await until(reached('stopped'));
  session.handle({ type: 'weights/download', requestId: 'w' });
  const { zip, fileName } = await until(is('weights/ready'));
  session.handle({ type: 'weights/open', requestId: 'o', file: new File([zip], fileName) });
  const { weights } = await until(is('weights/opened'));
  expect(events.filter(is('run/sheet')).at(-1)?.sheet.nimg, 'the last sheet shows what was downloaded').toBe(
    weights.nimg,
  );
  const stopped = events.length;
  session.handle({ type: 'run/continue', runId: 'a', kimg: 0.02 });
  await until(reached('finished'), stopped);
  const last = events.filter(is('run/tick')).at(-1);
  expect(last?.record.nimg).toBeGreaterThanOrEqual(tick.record.nimg + 20);
});

test('what cannot be done is said in a sentence, and changes nothing', async () => {
  const { session, events, until } = startSession();
  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig() });
  const noData = await until(is('failure'));
  expect(noData).toMatchObject({ scope: 'run', failure: { code: 'bad-config' } });
  session.handle({ type: 'weights/download', requestId: 'w' });
  const noWeights = await until(is('failure', (event) => event.scope === 'weights'));
  expect(noWeights.requestId).toBe('w');
  session.handle({ type: 'run/start', runId: 'b', config: tinyConfig({ gLr: -1 }) });
  const badRate = await until(is('failure', (event) => event.failure.message.includes('-1')));
  expect(badRate.scope).toBe('run');
  expect(events.some(is('run/started'))).toBe(false);
});

test('an estimate is measured, refused beside a run, and broken off by one; nothing of it stays', async () => {
  const { session, events, until } = startSession();
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  await until(is('dataset/ready'));
  const config = tinyConfig({ r1Gamma: 1, dRegInterval: 4 });
  const tensors = tf.memory().numTensors;
  session.handle({ type: 'estimate/start', requestId: 'e', config });
  const { estimate } = await until(is('estimate/ready'));
  expect(estimate?.stages.map(({ resolution, nimg, measured }) => [resolution, nimg, measured])).toEqual([
    [4, 16, true],
    [8, 16, true],
  ]);
  expect(estimate?.stages.every(({ secondsPerKimg }) => secondsPerKimg > 0)).toBe(true);
  expect(estimate?.memory).toMatchObject({ networks: expect.any(Number), step: undefined, slices: 32 * 64 });
  expect(tf.memory().numTensors).toBe(tensors);

  const from = events.length;
  session.handle({ type: 'estimate/start', requestId: 'f', config });
  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig({ kimgPerResolution: 2 }) });
  const broken = await until(is('estimate/ready'), from);
  expect(broken).toMatchObject({ requestId: 'f', estimate: undefined });
  await until(reached('training'));
  session.handle({ type: 'estimate/start', requestId: 'g', config });
  const { failure, requestId } = await until(is('failure'));
  expect([requestId, failure.message]).toEqual(['g', expect.stringContaining('under way')]);
  session.handle({ type: 'run/stop', runId: 'a' });
  await until(reached('stopped'));
});

test('what this GPU cannot hold is refused before a run begins', async () => {
  const { session, until } = startSession();
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig({ channelMax: 1024, channelBase: 65_536 }) });
  const { failure } = await until(is('failure'));
  expect(failure).toMatchObject({
    code: 'bad-config',
    message: expect.stringMatching(/this GPU binds at most 135 MB/),
  });
});

test('training that leaves time free goes on to its end', async () => {
  const { session, until } = startSession();
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  session.handle({ type: 'engine/throttle', free: 0.75 });
  expect(await until(is('engine/throttled'))).toMatchObject({ free: 0.75 });
  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig() });
  await until(reached('finished'));
});

test('a data set with another split is split again for the run', async () => {
  const { session, until } = startSession();
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  await until(is('dataset/ready'));
  session.handle({ type: 'run/start', runId: 'a', config: tinyConfig({ heldOut: 0 }) });
  const again = await until(is('dataset/ready', (event) => event.summary.options.heldOut === 0));
  expect(again.summary.trainingSlices).toBe(32);
  const started = await until(is('run/started'));
  expect(started.plan.slicesPerEpoch).toBe(32);
});
