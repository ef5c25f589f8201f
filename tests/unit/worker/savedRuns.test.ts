/** Saved runs through the session, on tfjs's CPU backend: what one session saved, the next goes on with. */
import { beforeAll, expect, test } from 'vitest';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { memoryFolder } from '../../../src/storage/memoryFolder.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { memoryStorage } from '../../support/memoryStorage.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const options = { resolution: 8, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' } as const;
const LONG = tinyConfig({ kimgPerResolution: 0.2 });

/** What two sessions share, one after the other: the browser's files. */
const disk = () => ({ runsFolder: memoryFolder(), keptFolder: memoryFolder() });

/** A run that was stopped by the end of its session after it was saved at about `nimg`. */
async function interrupted(files: ReturnType<typeof disk>, nimg = 40) {
  const { session, events, until } = startSession(memoryStorage(files));
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  session.handle({ type: 'run/start', runId: 'a', config: LONG });
  await until(is('run/progress', ({ now }) => now.nimg >= nimg));
  session.handle({ type: 'run/save', runId: 'a' });
  const saved = await until(is('run/saved', (event) => event.nimg >= nimg));
  // As a tab that is closed: nothing is said any more.
  session.handle({ type: 'run/stop', runId: 'a' });
  await until(reached('stopped'));
  return { saved, events };
}

const stepsIn = (events: readonly TrainerEvent[]) =>
  events.filter(is('run/progress')).flatMap(({ steps }) => [...steps.nimg]);

test('a run is saved before its first step, listed, and resumed without its data at hand', async () => {
  const files = disk();
  const { events } = await interrupted(files);
  expect(events.filter(is('run/saved')).map(({ nimg }) => nimg)[0]).toBe(0);
  expect(events.filter(is('failure'))).toEqual([]);

  const { session, events: later, until } = startSession(memoryStorage(files));
  session.handle({ type: 'runs/list' });
  const { runs } = await until(is('runs/listed'));
  expect(runs).toMatchObject([{ runId: 'a', preset: 'tiny', resolution: 8, held: 'free', data: { isKept: true } }]);
  expect(runs[0]?.thumbnail?.length).toBeGreaterThan(0);

  session.handle({ type: 'runs/resume', runId: 'a' });
  const restored = await until(is('run/restored'));
  expect([...restored.steps.nimg]).toEqual(stepsIn(events));
  expect(restored.nimg).toBe(stepsIn(events).at(-1));
  expect(restored.sheets.map(({ nimg }) => nimg)).toEqual(
    events.filter(is('run/sheet')).map(({ sheet }) => sheet.nimg),
  );
  await until(reached('finished'));
  const all = [...restored.steps.nimg, ...stepsIn(later)];
  expect(all).toEqual(Array.from({ length: 100 }, (_, i) => 4 * (i + 1)));
  expect(later.filter(is('failure'))).toEqual([]);
});

test('without kept slices it asks for the zip, and refuses another one unless told otherwise', async () => {
  const files = disk();
  await interrupted(files);
  const { session, events, until } = startSession(memoryStorage({ runsFolder: files.runsFolder }));
  session.handle({ type: 'runs/resume', runId: 'a' });
  expect((await until(is('failure'))).failure).toMatchObject({ code: 'no-data' });
  session.handle({ type: 'dataset/phantom', count: 40, phantomSeed: 2, options });
  session.handle({ type: 'runs/resume', runId: 'a' });
  expect((await until(is('failure'), events.length)).failure).toMatchObject({ code: 'other-data' });
  session.handle({ type: 'runs/resume', runId: 'a', anyData: true });
  await until(is('run/restored'));
  session.handle({ type: 'run/stop', runId: 'a' });
  await until(reached('stopped'));
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  session.handle({ type: 'runs/resume', runId: 'a' });
  await until(is('run/restored'), events.length);
});

test('a checkpoint taken home is a run of its own elsewhere; copies, names and removal', async () => {
  const files = disk();
  await interrupted(files);
  const { session, until } = startSession(memoryStorage(files));
  session.handle({ type: 'checkpoint/download', requestId: 'd', runId: 'a' });
  const { bytes, fileName } = await until(is('checkpoint/ready'));
  expect(fileName).toMatch(/^gyrus-checkpoint-tiny-\d{6}\.safetensors$/);

  const elsewhere = startSession(memoryStorage());
  elsewhere.session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  elsewhere.session.handle({ type: 'checkpoint/open', requestId: 'o', file: new File([bytes], fileName) });
  const { runId } = await elsewhere.until(is('checkpoint/opened'));
  elsewhere.session.handle({ type: 'runs/resume', runId });
  await elsewhere.until(reached('finished'));

  session.handle({ type: 'runs/rename', runId: 'a', name: 'brains at night' });
  session.handle({ type: 'runs/duplicate', runId: 'a' });
  const { runs } = await until(is('runs/listed', ({ runs }) => runs.length === 2));
  expect(runs.map(({ name }) => name).sort()).toEqual(['brains at night', 'brains at night (copy)']);
  session.handle({ type: 'runs/delete', runId: 'a' });
  const { runs: left } = await until(is('runs/listed', ({ runs }) => runs.length === 1 && runs[0]?.runId !== 'a'));
  expect(left[0]?.data.isKept).toBe(true);
  session.handle({ type: 'runs/clear', what: 'runs' });
  await until(is('runs/listed', ({ runs, storage }) => runs.length === 0 && storage.parts.cache === 0));
});

test('what Gyrus may do by itself goes on with the run, but for what the page has said since', async () => {
  const files = disk();
  const { session, until } = startSession(memoryStorage(files));
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  session.handle({ type: 'health/automatic', remedies: ['double-r1', 'halve-rates'] });
  session.handle({ type: 'run/start', runId: 'a', config: LONG });
  session.handle({ type: 'run/stop', runId: 'a' });
  await until(reached('stopped'));

  const reloaded = startSession(memoryStorage(files));
  reloaded.session.handle({ type: 'runs/resume', runId: 'a' });
  const { remedies } = await reloaded.until(is('health/automatic'));
  expect(remedies).toEqual(['double-r1', 'halve-rates']);
  reloaded.session.handle({ type: 'run/stop', runId: 'a' });
  await reloaded.until(reached('stopped'));

  const recovered = startSession(memoryStorage(files));
  recovered.session.handle({ type: 'health/automatic', remedies: [] });
  recovered.session.handle({ type: 'runs/resume', runId: 'a', isRecovery: true });
  recovered.session.handle({ type: 'run/stop', runId: 'a' });
  await recovered.until(reached('stopped'));
  expect(recovered.events.filter(is('health/automatic')).map((event) => event.remedies)).toEqual([[]]);
  // And so it was saved.
  const again = startSession(memoryStorage(files));
  again.session.handle({ type: 'runs/resume', runId: 'a' });
  expect((await again.until(is('health/automatic'))).remedies).toEqual([]);
});

test('a damaged checkpoint is refused by name', async () => {
  const { session, until } = startSession(memoryStorage());
  const file = new File([new Uint8Array(64)], 'broken.safetensors');
  session.handle({ type: 'checkpoint/open', requestId: 'o', file });
  expect((await until(is('failure'))).failure).toMatchObject({ code: 'bad-checkpoint' });
});
