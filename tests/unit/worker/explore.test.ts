/** The Explore view's requests to a session on the CPU: answered between two steps of training, and the same each time. */
import { decode } from 'fast-png';
import JSZip from 'jszip';
import { beforeAll, expect, test } from 'vitest';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const LOOK = { psi: 0.7, noise: 'constant' } as const;

/** A session that trains, long enough for what is asked of it. */
async function trainingSession() {
  const world = startSession();
  const config = tinyConfig({ resolution: 8, kimgPerResolution: 40 });
  const { resolution, channels, seed, heldOut, trainOn } = config;
  const options = { resolution, channels: channels === 3 ? 3 : 1, seed, heldOut, trainOn } as const;
  world.session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options });
  await world.until(is('dataset/ready'));
  world.session.handle({ type: 'run/start', runId: 'r', config });
  await world.until(reached('training'));
  return world;
}

test('a table, a walk and moved styles are drawn beside training, seeds the same in each', async () => {
  const { session, until } = await trainingSession();
  session.handle({ type: 'run/pause', runId: 'r' });
  await until(reached('paused'));
  session.handle({ type: 'sample/generate', requestId: 's', seeds: [3, 4], psi: 0.7, columns: 2 });
  const seeds = await until(is('sample/ready', ({ requestId }) => requestId === 's'));
  const [three, four] = seeds.images.map(({ png }) => [...decode(png).data]);
  expect(decode(seeds.images[0]?.png as Uint8Array<ArrayBuffer>).text).toMatchObject({ seed: '3', psi: '0.7' });

  const layers = { from: 0, to: seeds.from.layers };
  session.handle({ type: 'explore/mix', requestId: 'm', rows: [3], columns: [4], layers, look: LOOK });
  const mix = await until(is('explore/drawn', ({ requestId }) => requestId === 'm'));
  const tiles = tilesOf(mix.sheet.png, mix.sheet.columns, mix.sheet.tile);
  expect(tiles[0]?.every((value) => value === 0)).toBe(true);
  expect(tiles.slice(1)).toEqual([four, three, four]);

  for (const along of ['w', 'z'] as const) {
    session.handle({ type: 'explore/walk', requestId: along, seeds: [3, 4], along, frames: 5, look: LOOK });
    const walk = await until(is('explore/drawn', ({ requestId }) => requestId === along));
    const frames = tilesOf(walk.sheet.png, walk.sheet.columns, walk.sheet.tile);
    expect([frames.length, frames[0], frames[4]]).toEqual([5, three, four]);
  }

  session.handle({ type: 'explore/directions', requestId: 'd' });
  const { directions } = await until(is('explore/directions'));
  const shift = new Float32Array(directions[0]?.length ?? 0);
  session.handle({ type: 'explore/shift', requestId: 'x', seed: 4, shift, look: LOOK });
  const still = await until(is('explore/drawn', ({ requestId }) => requestId === 'x'));
  expect([...decode(still.sheet.png).data]).toEqual(four);
  const moved = (directions[0] as Float32Array).map((value) => 3 * value);
  session.handle({ type: 'explore/shift', requestId: 'y', seed: 4, shift: moved, look: LOOK });
  const other = await until(is('explore/drawn', ({ requestId }) => requestId === 'y'));
  expect([...decode(other.sheet.png).data]).not.toEqual(four);
});

test('a zip of pictures is of one moment, made while training goes on, and can be stopped', async () => {
  const { session, events, until } = await trainingSession();
  const ask = (requestId: string) =>
    session.handle({ type: 'explore/archive', requestId, firstSeed: 100, count: 40, look: LOOK });
  ask('z');
  ask('second');
  const refused = await until(is('failure', ({ requestId }) => requestId === 'second'));
  expect(refused.failure.message).toContain('being made');
  const { zip, fileName } = await until(is('explore/archived'));
  expect(fileName).toMatch(/^gyrus-.*-seeds100to139-SYNTHETIC\.zip$/);
  const opened = await JSZip.loadAsync(await (zip as Blob).arrayBuffer(), { checkCRC32: true });
  const files = await Promise.all(opened.file(/\.png$/).map((file) => file.async('uint8array')));
  const pictures = files.map((file) => decode(file));
  expect(pictures.map(({ text }) => text?.seed)).toEqual(Array.from({ length: 40 }, (_, i) => String(100 + i)));
  expect(new Set(pictures.map(({ text }) => text?.kimg)).size).toBe(1);
  const done = events.flatMap((event) => (event.type === 'explore/progress' ? [event.done] : []));
  expect(done).toEqual([0, 16, 32, 40]);

  const from = events.length;
  ask('stopped');
  await until(is('explore/progress'), from);
  session.handle({ type: 'explore/stopArchive' });
  expect((await until(is('explore/archived'), from)).zip).toBeUndefined();
  session.handle({ type: 'run/stop', runId: 'r' });
  await until(reached('stopped'));
});

test('what cannot be drawn is refused with a sentence', async () => {
  const { session, until } = startSession();
  session.handle({ type: 'explore/directions', requestId: 'none' });
  expect((await until(is('failure'))).failure.message).toContain('start a run');
  const training = await trainingSession();
  const refusal = async (requestId: string) =>
    (await training.until(is('failure', (event) => event.requestId === requestId))).failure.message;
  training.session.handle({
    type: 'explore/archive',
    requestId: 'many',
    firstSeed: 0,
    count: 10_001,
    look: LOOK,
  });
  expect(await refusal('many')).toContain('1 to 10000');
  const layers = { from: 3, to: 99 };
  training.session.handle({ type: 'explore/mix', requestId: 'layers', rows: [1], columns: [2], layers, look: LOOK });
  expect(await refusal('layers')).toContain('layers 3 to 99');
  training.session.handle({ type: 'sample/generate', requestId: 'seed', seeds: [-1], psi: 1, columns: 1 });
  expect(await refusal('seed')).toContain('-1 is no seed');
});

/** Grey pictures of a sheet, row by row. */
function tilesOf(png: Uint8Array, columns: number, tile: number): number[][] {
  const { data, width, height } = decode(png);
  return Array.from({ length: columns * (height / tile) }, (_, index) =>
    Array.from({ length: tile * tile }, (_, i) => {
      const x = (index % columns) * tile + (i % tile);
      const y = Math.floor(index / columns) * tile + Math.floor(i / tile);
      return data[y * width + x] as number;
    }),
  );
}
