/**
 * The look for copies and its gate, in a session on the CPU. The copier is no trained one: its training slices are what its
 * own untrained generator draws, so that it copies by construction. tests/long trains one.
 */
import { decode } from 'fast-png';
import JSZip from 'jszip';
import { beforeAll, expect, test, vi } from 'vitest';
import { phantomSlice } from '../../../src/dataset/phantom.ts';
import { splitSlices } from '../../../src/dataset/split.ts';
import { encodePng } from '../../../src/export/png.ts';
import type { TrainConfig } from '../../../src/protocol/trainConfig.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { memoryStorage } from '../../support/memoryStorage.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { nodeHooks } from '../dataset/nodeDecoder.ts';

// Against hanging only: two looks take half a minute on a quiet machine, and ten times that on a busy one.
vi.setConfig({ testTimeout: 900_000 });
beforeAll(useCpuBackend);

const SIDE = 16;
const LOOK = { psi: 1, noise: 'constant' } as const;
const REASON = 'These are phantoms, which belong to nobody.';
/** Slices of each made-up subject. */
const SLICES = 5;
const SUBJECTS = 30;

const config = (heldOut: number) =>
  tinyConfig({ resolution: SIDE, startResolution: SIDE, kimgPerResolution: 40, heldOut });

const optionsOf = ({ resolution, channels, seed, heldOut, trainOn }: TrainConfig) =>
  ({ resolution, channels: channels === 3 ? 3 : 1, seed, heldOut, trainOn }) as const;

type World = ReturnType<typeof startSession>;

/** A run that is paused at once, before its first step where there is time. */
async function pausedRun(world: World, wish: TrainConfig) {
  await world.until(is('dataset/ready'));
  world.session.handle({ type: 'run/start', runId: 'r', config: wish });
  world.session.handle({ type: 'run/pause', runId: 'r' });
  await world.until(reached('paused'));
}

async function onPhantoms(wish: TrainConfig, count = 150) {
  const world = startSession();
  world.session.handle({ type: 'dataset/phantom', count, phantomSeed: 1, options: optionsOf(wish) });
  await pausedRun(world, wish);
  return world;
}

/** A run on a zip whose slices for training are the pictures that it draws itself. */
async function copier() {
  const wish = config(0.2);
  const first = await onPhantoms(wish);
  const seeds = Array.from({ length: 120 }, (_, i) => 1000 + i);
  first.session.handle({ type: 'sample/generate', requestId: 's', seeds, psi: 1, columns: 1 });
  const { images } = await first.until(is('sample/ready'));
  const names = Array.from({ length: SUBJECTS }, (_, i) => `case_${String(i + 1).padStart(3, '0')}`);
  const facts = names.map((subject) => ({ name: subject, subject, className: '', split: '' }));
  const away = new Set(splitSlices(facts, wish).heldOut);
  const zip = new JSZip();
  let own = 0;
  for (const [i, name] of names.entries())
    for (let slice = 0; slice < SLICES; slice++) {
      const png = away.has(i)
        ? await encodePng(phantomSlice(i * SLICES + slice, 2, SIDE), SIDE, SIDE, 1)
        : (images[own++ % images.length]?.png as Uint8Array<ArrayBuffer>);
      zip.file(`${name}_slice_${slice}.png`, png);
    }
  const world = startSession(memoryStorage(), nodeHooks().decode);
  const file = new File([await zip.generateAsync({ type: 'arraybuffer' })], 'own.zip');
  world.session.handle({ type: 'dataset/open', file, options: optionsOf(wish) });
  await pausedRun(world, wish);
  return world;
}

async function check(world: World, wish: { of?: 'run'; recent?: boolean } = {}) {
  const from = world.events.length;
  world.session.handle({ type: 'copies/check', requestId: `c${from}`, ...wish });
  return (await world.until(is('copies/checked', ({ requestId }) => requestId === `c${from}`))).check;
}

async function download(world: World, reason?: string) {
  const from = world.events.length;
  world.session.handle({ type: 'weights/download', requestId: 'd', ...(reason === undefined ? {} : { reason }) });
  const answer = await world.until(
    (event): event is typeof event => event.type === 'weights/ready' || event.type === 'failure',
    from,
  );
  if (answer.type === 'failure') return answer.failure;
  if (answer.type !== 'weights/ready') throw new Error('There is no answer.');
  return JSZip.loadAsync(answer.zip);
}

test('a run that copies: the look says so and names the pairs, and nothing leaves without a reason', async () => {
  const world = await copier();
  const found = await check(world);
  expect(found).toMatchObject({ verdict: 'copies', subject: { runId: 'r' }, resolution: SIDE });
  expect(found.basis).toMatchObject({ trainingSlices: 120, heldOutSlices: 30, heldOutSubjects: 6 });
  expect(found.pictures).toBeGreaterThanOrEqual(100);
  expect(found.sentence).toMatch(/^The generator copies training pictures/);
  expect(found.spaces.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['pixels at 16 px', 'copies'],
    ['random conv v1, seed 0, 16 px grey', 'copies'],
  ]);
  expect(found.spaces[0]?.fakeRatios.length).toBe(found.pictures);

  // The pairs: a picture over itself, over something else.
  const { sheet, seeds, ratios } = found.worst ?? {};
  expect([sheet?.columns, sheet?.rows, sheet?.tile]).toEqual([8, 3, SIDE]);
  expect(ratios?.every((ratio) => ratio === 0)).toBe(true);
  expect(seeds?.every((seed) => seed >= 1000 && seed < 1000 + found.pictures)).toBe(true);
  const { data, width } = decode(sheet?.png as Uint8Array);
  const row = (at: number) => [...data.subarray(at * SIDE * width, (at + 1) * SIDE * width)];
  expect(row(0)).toEqual(row(1));
  expect(row(2)).not.toEqual(row(1));

  expect(await download(world)).toMatchObject({ code: 'copies' });
  expect(await download(world, 'too short')).toMatchObject({ code: 'copies' });
  const zip = await download(world, `  ${REASON} `);
  if (!(zip instanceof JSZip)) throw new Error(JSON.stringify(zip));
  const record = JSON.parse((await zip.file('copies.json')?.async('string')) ?? '');
  expect(record).toMatchObject({ verdict: 'copies', exportedAllTheSame: REASON, trainingSlices: 120 });
  expect(record.spaces[1]).toMatchObject({
    name: 'random conv v1, seed 0, 16 px grey',
    ratiosOfGenerated: { smallest: 0 },
  });
  const readme = (await zip.file('README.txt')?.async('string')) ?? '';
  expect(readme.replace(/\s+/g, ' ')).toContain(`The generator copies training pictures`);
  expect(readme.replace(/\s+/g, ' ')).toContain(`with this reason: ${REASON}`);

  const archive = { type: 'explore/archive', firstSeed: 5, count: 3, look: LOOK } as const;
  world.session.handle({ ...archive, requestId: 'closed' });
  const refused = await world.until(is('failure', ({ requestId }) => requestId === 'closed'));
  expect(refused.failure.code).toBe('copies');
  world.session.handle({ ...archive, requestId: 'open', reason: REASON });
  const pictures = await world.until(is('explore/archived'));
  const opened = await JSZip.loadAsync(await (pictures.zip as Blob).arrayBuffer(), { checkCRC32: true });
  const [single] = await Promise.all(opened.file(/\.png$/).map((file) => file.async('uint8array')));
  expect(decode(single as Uint8Array).text).toMatchObject({ 'Exported in spite of copies': REASON });
  expect(Object.keys(opened.files)).toHaveLength(4);
  const words = (await opened.file('SYNTHETIC.txt')?.async('string')) ?? '';
  expect(words).toMatch(/^SYNTHETIC: every picture/);
  expect(words).toContain('Seeds: 5 to 7');
  expect(words.replace(/\s+/g, ' ')).toContain(REASON);

  await onlyWithReason(world);
  await sayTheSameElsewhere(zip);
});

/** Single pictures and reports of a run that copies. */
async function onlyWithReason({ session, until }: World) {
  const drawn = { type: 'sample/generate', seeds: [5], psi: 1, columns: 1 } as const;
  session.handle({ ...drawn, requestId: 'looked at' });
  const { images } = await until(is('sample/ready', ({ requestId }) => requestId === 'looked at'));
  const { png } = images[0] ?? {};
  if (!png) throw new Error('There is no picture.');
  session.handle({ ...drawn, requestId: 'no', isToLeave: true });
  session.handle({ type: 'media/picture', requestId: 'nor this', png, subject: { runId: 'r' } });
  session.handle({ type: 'report/make', requestId: 'nor a report' });
  for (const requestId of ['no', 'nor this', 'nor a report'])
    expect((await until(is('failure', (event) => event.requestId === requestId))).failure.code).toBe('copies');
  session.handle({ ...drawn, requestId: 'yes', isToLeave: true, reason: REASON });
  const leaving = await until(is('sample/ready', ({ requestId }) => requestId === 'yes'));
  const { text, data } = decode(leaving.images[0]?.png as Uint8Array);
  expect(text).toMatchObject({ seed: '5', 'Exported in spite of copies': REASON });
  expect(text?.['Copies of training slices']).toMatch(/^The generator copies training pictures/);
  expect([...data]).toEqual([...decode(png).data]);
  session.handle({ type: 'report/make', requestId: 'card', reason: REASON });
  expect((await until(is('report/ready'))).report.card).toContain(REASON);
  session.handle({ type: 'copies/check', requestId: 'gone', of: { runId: 'another' }, recent: true });
  const { check: lost } = await until(is('copies/checked', ({ requestId }) => requestId === 'gone'));
  expect(lost).toMatchObject({ verdict: 'unknown', subject: { runId: 'another' } });
}

/** The zip of a run that copies, opened where its slices are not: its word counts, and its reason. */
async function sayTheSameElsewhere(zip: JSZip) {
  const world = startSession();
  const openAs = async (name: string) => {
    const from = world.events.length;
    const file = new File([await zip.generateAsync({ type: 'arraybuffer' })], name);
    world.session.handle({ type: 'weights/open', requestId: name, file });
    return (await world.until(is('weights/opened'), from)).weights.copies;
  };
  expect(await openAs('told.zip')).toMatchObject({ check: { verdict: 'copies' }, reason: REASON });
  const drawn = { type: 'sample/generate', seeds: [5], psi: 1, columns: 1, isToLeave: true } as const;
  world.session.handle({ ...drawn, requestId: 'told' });
  const told = await world.until(is('sample/ready'));
  expect(decode(told.images[0]?.png as Uint8Array).text).toMatchObject({ 'Exported in spite of copies': REASON });
  expect(await check(world, { recent: true })).toMatchObject({ verdict: 'copies', subject: { file: 'told.zip' } });
  // No slices are at hand to look anew, which unsays nothing.
  expect(await check(world)).toMatchObject({ verdict: 'copies' });

  const { exportedAllTheSame: _, ...silent } = JSON.parse((await zip.file('copies.json')?.async('string')) ?? '');
  zip.file('copies.json', JSON.stringify(silent));
  await openAs('silent.zip');
  world.session.handle({ ...drawn, requestId: 'silent' });
  expect((await world.until(is('failure'))).failure.code).toBe('copies');
}

test('a run that does not: the look says so, a second one close by is the first again, and the gate is open', async () => {
  const world = await onPhantoms(config(0.2));
  const found = await check(world, { of: 'run' });
  expect(found.verdict, found.sentence).not.toBe('copies');
  expect(found.sentence).toContain('all 120 training slices and 30 slices of 30 held-out subjects');
  expect(await check(world, { of: 'run', recent: true })).toBe(found);
  expect(await check(world)).not.toBe(found);
  const progress = world.events.flatMap((event) => (event.type === 'copies/progress' ? [event] : []));
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.at(-1)?.done).toBe(progress.at(-1)?.of);
  const zip = await download(world);
  if (!(zip instanceof JSZip)) throw new Error(JSON.stringify(zip));
  const record = JSON.parse((await zip.file('copies.json')?.async('string')) ?? '');
  expect(record).toMatchObject({ verdict: found.verdict, firstSeed: 1000 });
  expect(record.exportedAllTheSame).toBeUndefined();
});

test('two who ask at once get one look’s answer, while training goes on', async () => {
  const world = await onPhantoms(config(0.2));
  world.session.handle({ type: 'run/resume', runId: 'r' });
  world.session.handle({ type: 'copies/check', requestId: 'a' });
  world.session.handle({ type: 'copies/check', requestId: 'b', of: 'run' });
  const [a, b] = await Promise.all(
    ['a', 'b'].map((id) => world.until(is('copies/checked', ({ requestId }) => requestId === id))),
  );
  expect(a?.check).toBe(b?.check);
  expect(a?.check.pictures).toBeGreaterThanOrEqual(100);
  world.session.handle({ type: 'run/stop', runId: 'r' });
  await world.until(reached('stopped'));
});

test('what cannot be known is said, and closes nothing', async () => {
  const none = await onPhantoms(config(0));
  expect(await check(none)).toMatchObject({ verdict: 'unknown', spaces: [], pictures: 0 });
  expect((await check(none)).sentence).toMatch(/no subjects are held out.*Set “Held out” to 0.1/);
  const few = await onPhantoms(config(0.2), 40);
  expect((await check(few)).sentence).toMatch(/8 of 8 subjects, are too few/);

  const small = await onPhantoms(tinyConfig({ heldOut: 0.2, kimgPerResolution: 40 }));
  expect((await check(small)).sentence).toMatch(/at \d px the slices of different heads look alike/);
  const zip = await download(small);
  if (!(zip instanceof JSZip)) throw new Error(JSON.stringify(zip));
  expect(await zip.file('README.txt')?.async('string')).toContain('is not known');

  const file = new File([await zip.generateAsync({ type: 'arraybuffer' })], 'w.zip');
  const fresh = startSession();
  fresh.session.handle({ type: 'weights/open', requestId: 'o', file });
  await fresh.until(is('weights/opened'));
  expect(await check(fresh)).toMatchObject({ verdict: 'unknown', subject: { file: 'w.zip' } });
  fresh.session.handle({ type: 'copies/check', requestId: 'x', of: 'run' });
  expect((await fresh.until(is('failure'))).failure.message).toContain('start a run first');
});

test('once another data set is open, the run’s slices are gone, and that is said', async () => {
  const wish = config(0.2);
  const world = await onPhantoms(wish);
  world.session.handle({ type: 'run/stop', runId: 'r' });
  await world.until(reached('stopped'));
  // Another split of the same pixels is no other data: the run keeps its own.
  const before = world.events.length;
  world.session.handle({ type: 'dataset/configure', options: { ...optionsOf(wish), heldOut: 0 } });
  await world.until(is('dataset/ready'), before);
  expect((await check(world)).basis).toMatchObject({ trainingSlices: 120, heldOutSlices: 30 });
  const then = world.events.length;
  world.session.handle({ type: 'dataset/phantom', count: 50, phantomSeed: 2, options: optionsOf(wish) });
  await world.until(is('dataset/ready'), then);
  expect((await check(world)).sentence).toContain('are not open any more');
});
