/** The comparing studio over the session, on tfjs's CPU backend: two classes, two runs, pairs, stories, and what is refused. */
import { decode, encode } from 'fast-png';
import JSZip from 'jszip';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Command } from '../../../src/protocol/commands.ts';
import type { Comparison, Side } from '../../../src/protocol/comparison.ts';
import { bits } from '../../../src/random/draws.ts';
import { stretched } from '../../../src/worker/comparePairs.ts';
import { thinnedSteps } from '../../../src/worker/compareStories.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { memoryStorage } from '../../support/memoryStorage.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { nodeHooks } from '../dataset/nodeDecoder.ts';

beforeAll(useCpuBackend);

let shared: Promise<World> | undefined;
/** One session for the tests that change nothing in it. */
const sharedSession = () => {
  shared ??= sessionWithClasses();
  return shared;
};

/** A limit against hanging: some of these train three runs. */
const LONG = 600_000;
vi.setConfig({ testTimeout: LONG });

const STREAM = 95;
const SIDE = 8;
const OPTIONS = { resolution: SIDE, channels: 1, seed: 1, heldOut: 0, trainOn: 'all' } as const;
const DRY: Side = { kind: 'class', className: 'dry' };
const WET: Side = { kind: 'class', className: 'wet' };
const LOOK = { psi: 1, noise: 'constant' } as const;

/** Noise, and lighter noise: 24 slices of each. */
async function classZip(): Promise<File> {
  const zip = new JSZip();
  for (let i = 0; i < 48; i++) {
    const isWet = i % 2 === 0;
    const data = Uint8Array.from(bits(1, STREAM, i, SIDE * SIDE), (word) => (word >>> 25) + (isWet ? 100 : 0));
    zip.file(`${isWet ? 'wet' : 'dry'}/${i}.png`, encode({ width: SIDE, height: SIDE, data, depth: 8, channels: 1 }));
  }
  return new File([await zip.generateAsync({ type: 'arraybuffer' })], 'classes.zip');
}

/** A session whose data has two classes, and whose run knows them and has ended. */
async function sessionWithClasses(conditional = true) {
  const world = startSession(memoryStorage(), nodeHooks().decode);
  const { session, until } = world;
  session.handle({ type: 'dataset/open', file: await classZip(), options: OPTIONS });
  await until(is('dataset/ready'));
  session.handle({ type: 'run/start', runId: 'first', config: tinyConfig({ conditional }) });
  await until(reached('finished'));
  return world;
}

type World = ReturnType<typeof startSession>;

function embed(world: World, requestId: string, own: Partial<Extract<Command, { type: 'compare/embed' }>> = {}) {
  const sides = [DRY, WET] as const;
  world.session.handle({
    ...{ type: 'compare/embed', requestId, sides, method: 'pca', count: 12, seed: 3, psi: 0.9 },
    ...own,
  });
  return world.until(is('compare/embedded', (event) => event.requestId === requestId));
}

const refusal = async (world: World, requestId: string) =>
  (await world.until(is('failure', (event) => event.requestId === requestId))).failure.message;

test('two classes are drawn beside the real control, measured, put into words, and the same again', async () => {
  const world = await sharedSession();
  const { comparison } = (await embed(world, 'a')) as { comparison: Comparison };
  expect(comparison).toMatchObject({ names: ['dry', 'wet'], seed: 3, psi: 0.9, method: 'pca' });
  expect(comparison.extractor).toContain('16 px grey, enlarged from 8 px, standardised');
  expect(comparison.generated).toMatchObject({ pictures: 12, embedded: { first: 12 } });
  expect(comparison.generated.embedded.points.length).toBe(48);
  expect(comparison.real).toMatchObject({ pictures: 12, embedded: { first: 12 } });
  expect(comparison.noControl).toBeUndefined();
  const real = new Map(comparison.real?.numbers.map((number) => [number.id, number]));
  // Light and dark noise are wholly apart.
  expect(real.get('oneNearest')?.value).toBe(1);
  expect(real.get('auc')?.interval.low).toBeGreaterThan(0.95);
  expect(real.get('silhouette')).toMatchObject({ ifNone: 0 });
  expect(comparison.sentence).toMatch(/^The real dry and wet slices are separated, almost wholly; /);

  const again = await embed(world, 'b');
  expect(again.comparison).toEqual(comparison);
  const progress = world.events.filter(is('compare/progress'));
  expect(progress[0]).toMatchObject({ what: 'Drawing', done: 0, of: 48 });
  expect(progress.at(-1)).toMatchObject({ done: 1, of: 1 });
  expect(world.events.filter(is('failure'))).toEqual([]);
});

test('a comparison is made beside training, can be stopped, and there is one at a time', async () => {
  const world = startSession(memoryStorage(), nodeHooks().decode);
  const { session, events, until } = world;
  session.handle({ type: 'dataset/open', file: await classZip(), options: OPTIONS });
  await until(is('dataset/ready'));
  session.handle({
    type: 'run/start',
    runId: 'long',
    config: tinyConfig({ conditional: true, kimgPerResolution: 40 }),
  });
  await until(reached('training'));
  const stopped = embed(world, 'stopped', { count: 100 });
  await until(is('compare/progress'));
  void embed(world, 'second');
  expect(await refusal(world, 'second')).toContain('being made');
  session.handle({ type: 'compare/stop' });
  expect((await stopped).comparison).toBeUndefined();
  const before = events.filter(is('run/progress')).length;
  expect((await embed(world, 'whole', { count: 25 })).comparison?.generated.pictures).toBe(24);
  expect(events.filter(is('run/progress')).length).toBeGreaterThan(before);
  session.handle({ type: 'run/stop', runId: 'long' });
  await until(reached('stopped'));
});

test('the same seeds in pairs, with their difference and its mean', async () => {
  const world = await sharedSession();
  const sides = [DRY, WET] as const;
  world.session.handle({ type: 'compare/pairs', requestId: 'p', sides, firstSeed: 5, count: 20, look: LOOK });
  const { pairs } = await world.until(is('compare/paired'));
  expect(pairs).toMatchObject({ seeds: [5, 6, 7, 8, 9, 10, 11, 12], averaged: 20, names: ['dry', 'wet'] });
  const { data, width, height } = decode(pairs.sheet.png);
  expect([width, height]).toEqual([8 * SIDE, 3 * SIDE]);
  const rows = SIDE * width;
  for (let at = 0; at < rows; at++) {
    const difference = ((data[rows + at] as number) - (data[at] as number)) / 2;
    expect(Math.abs((data[2 * rows + at] as number) - 128 - difference)).toBeLessThanOrEqual(0.5);
  }
  expect(decode(pairs.mean.png)).toMatchObject({ width: SIDE, height: SIDE });
  const fewer = {
    type: 'compare/pairs',
    requestId: 'same',
    sides: [DRY, DRY],
    firstSeed: 5,
    count: 2,
    look: LOOK,
  } as const;
  world.session.handle(fewer);
  expect(await refusal(world, 'same')).toContain('Both sides are the same');
});

test('means of differences are stretched by a power of 2 that cuts nothing off', () => {
  expect(stretched(Float64Array.of(0, 10, -20))).toEqual({ picture: Uint8Array.of(128, 168, 48), gain: 8 });
  expect(stretched(Float64Array.of(255, -255))).toEqual({ picture: Uint8Array.of(255, 1), gain: 1 });
  expect(stretched(Float64Array.of(0)).gain).toBe(64);
});

test('two saved runs are compared, with a control where each was trained on one class, and their stories told', async () => {
  const world = startSession(memoryStorage(), nodeHooks().decode);
  const { session, until, events } = world;
  session.handle({ type: 'dataset/open', file: await classZip(), options: OPTIONS });
  await until(is('dataset/ready'));
  for (const [runId, trainOn] of [
    ['dry', ['dry']],
    ['wet', ['wet']],
    ['all', 'all'],
  ] as const) {
    session.handle({ type: 'run/start', runId, config: tinyConfig({ trainOn }) });
    await until(is('run/state', (event) => event.runId === runId && event.state === 'finished'));
  }
  session.handle({ type: 'runs/rename', runId: 'dry', name: 'run of dry' });
  await until(is('runs/listed'));
  const runs = (first: string, second: string) =>
    [
      { kind: 'run', runId: first },
      { kind: 'run', runId: second },
    ] as const;
  const { comparison } = await embed(world, 'runs', { sides: runs('dry', 'wet') });
  expect(comparison?.names[0]).toBe('run of dry');
  expect(comparison?.real?.numbers.find(({ id }) => id === 'oneNearest')?.value).toBe(1);
  expect(comparison?.nimg).toEqual([32, 32]);
  // Of the two of one name, and of a run at hand that stands for no one class.
  const mixed = await embed(world, 'mixed', { sides: runs('wet', 'all') });
  expect(mixed.comparison?.names.map((name) => name.slice(-4))).toEqual([' (1)', ' (2)']);
  expect(mixed.comparison?.real).toBeUndefined();
  expect(mixed.comparison?.noControl).toContain('trained on one class');
  expect(mixed.comparison?.sentence).toContain('There is no real control');

  session.handle({ type: 'compare/runs', requestId: 's', runIds: ['dry', 'all'] });
  const { stories } = await until(is('compare/runs'));
  expect(stories.map(({ runId, nimg, sheets }) => [runId, nimg, sheets.length])).toEqual([
    ['dry', 32, 1],
    ['all', 32, 1],
  ]);
  expect([...(stories[1]?.steps.nimg ?? [])]).toEqual(
    events.filter(is('run/progress', ({ runId }) => runId === 'all')).flatMap(({ steps }) => [...steps.nimg]),
  );
  expect(stories[0]?.config.trainOn).toEqual(['dry']);
  expect(events.filter(is('failure'))).toEqual([]);
});

test('what cannot be compared is refused with a sentence', async () => {
  const world = await sessionWithClasses(false);
  void embed(world, 'none');
  expect(await refusal(world, 'none')).toContain('trained without classes');
  void embed(world, 'few', { count: 9 });
  expect(await refusal(world, 'few')).toContain('ask for 10 to 1000');
  void embed(world, 'gone', { sides: [DRY, { kind: 'run', runId: 'nobody' }] });
  expect(await refusal(world, 'gone')).not.toBe('');
  world.session.handle({ type: 'compare/runs', requestId: 'twice', runIds: ['first', 'first'] });
  expect(await refusal(world, 'twice')).toContain('choose two that differ');

  world.session.handle({ type: 'run/start', runId: 'small', config: tinyConfig({ resolution: 16 }) });
  await world.until(is('run/state', (event) => event.runId === 'small' && event.state === 'finished'));
  const sides = [
    { kind: 'run', runId: 'first' },
    { kind: 'run', runId: 'small' },
  ] as const;
  void embed(world, 'sizes', { sides });
  expect(await refusal(world, 'sizes')).toMatch(/8 × 8 grey .* 16 × 16 grey pictures, which cannot be compared/);
});

test('a story’s steps are thinned to means, its last step kept', () => {
  const column = (values: number[]) => Float32Array.from(values);
  const values = {
    'Loss/G/loss': column([1, 3, Number.NaN, 5, 7]),
    'Loss/D/loss': column([1, 1, 1, 1, 1]),
    'Loss/scores/real': column([0, 0, 0, 0, 0]),
    'Loss/scores/fake': column([0, 0, 0, 0, 0]),
  };
  const steps = {
    ...{ nimg: Float64Array.of(4, 8, 12, 16, 20), resolution: Uint16Array.of(4, 4, 4, 8, 8) },
    ...{ alpha: Float32Array.of(1, 1, 1, 0.5, 1), values },
  };
  const thin = thinnedSteps(steps, 3);
  expect([...thin.nimg]).toEqual([8, 16, 20]);
  expect([...thin.resolution]).toEqual([4, 8, 8]);
  expect([...thin.values['Loss/G/loss']]).toEqual([2, 5, 7]);
  expect(thinnedSteps(steps, 5)).toEqual(steps);
});
