import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { featureNumbers, groupsOf, varietyNumbers } from '../../../scripts/evaluate/features.mjs';
import { generatedPictures, zipPictures } from '../../../scripts/evaluate/pictures.mjs';
import { NOT_INCEPTION } from '../../../src/evaluation/extractor.ts';
import { encodePng } from '../../../src/export/png.ts';
import { pictures } from './madeUp.ts';

/** What scripts/evaluate/engine.mjs does through vite, done by the test runner. */
const load = (path: string) => import(/* @vite-ignore */ path.startsWith('/') ? join(process.cwd(), path) : path);

const SIDE = 8;
const flat = (level: number) => encodePng(new Uint8Array(SIDE * SIDE).fill(level), SIDE, SIDE, 1);
let folder: string;
let archive: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gyrus-evaluate-'));
  archive = join(folder, 'reals.zip');
  const zip = new JSZip().file('notes.txt', 'no picture');
  for (let i = 0; i < 20; i++) zip.file(`scan/slice_${String(i).padStart(2, '0')}.png`, flat(10 * i));
  await writeFile(archive, await zip.generateAsync({ type: 'uint8array' }));
});

afterAll(() => rm(folder, { recursive: true }));

test('reals come in the order of names, and what is left out has a reason', async () => {
  const { images, skipped, subjects } = await zipPictures(load, archive, SIDE);
  expect([images.count, images.side]).toEqual([20, SIDE]);
  expect(subjects).toHaveLength(20);
  expect(images.pixels[3 * SIDE * SIDE]).toBe(30);
  expect(skipped).toMatchObject([{ reason: 'not a picture', count: 1 }]);
});

test('the bright rule keeps pictures with enough bright pixels and counts the others', async () => {
  const { images, skipped } = await zipPictures(load, archive, SIDE, { above: 20, share: 0.25 });
  expect(images.count).toBe(17);
  expect(images.pixels[0]).toBe(30);
  expect(skipped.find(({ reason }) => reason.includes('0.25'))?.count).toBe(3);
});

test('generated pictures come in the order of their seeds, in their own size', async () => {
  const own = await mkdtemp(join(folder, 'fakes-'));
  for (const seed of [10, 9, 2]) await writeFile(join(own, `seed${seed}.png`), await flat(seed));
  const { images } = await generatedPictures(load, own, SIDE);
  expect([0, 1, 2].map((i) => images.pixels[i * SIDE * SIDE])).toEqual([2, 9, 10]);
  await expect(generatedPictures(load, own, 16)).rejects.toThrow(/seed2.png has 8 x 8 pixels, not 16 x 16/);
});

test('colour is measured as grey, by luma, on both sides', async () => {
  const red = await encodePng(
    Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, at) => (at % 3 === 0 ? 200 : 0)),
    SIDE,
    SIDE,
    3,
  );
  const luma = Math.round(0.299 * 200);
  const zip = new JSZip();
  for (let i = 10; i < 30; i++) zip.file(`${i}.png`, red);
  const colours = join(folder, 'colours.zip');
  await writeFile(colours, await zip.generateAsync({ type: 'uint8array' }));
  expect(new Set((await zipPictures(load, colours, SIDE)).images.pixels)).toEqual(new Set([luma]));
  const own = await mkdtemp(join(folder, 'red-'));
  await writeFile(join(own, 'seed1.png'), red);
  expect(new Set((await generatedPictures(load, own, SIDE)).images.pixels)).toEqual(new Set([luma]));
});

test('a folder without pictures and a file that is not there are sentences', async () => {
  const empty = await mkdtemp(join(folder, 'empty-'));
  await expect(generatedPictures(load, empty, SIDE)).rejects.toThrow(/no PNGs/);
  await expect(generatedPictures(load, join(folder, 'absent'), SIDE)).rejects.toThrow(/absent cannot be opened/);
});

test('numbers of features and of pairs stand beside their floors, with the extractor’s name and a warning', async () => {
  const reals = { images: pictures(16, 0, 48), groups: groupsOf(Array.from({ length: 48 }, (_, i) => `s${i >> 1}`)) };
  const features = await featureNumbers(load, reals, pictures(16, 100, 20), 3);
  expect(features).toMatchObject({
    extractor: 'random conv v1, seed 0, 16 px grey',
    note: NOT_INCEPTION,
    compared: 20,
  });
  for (const name of ['kid', 'frechet', 'precision', 'recall', 'density', 'coverage'])
    expect((features as Record<string, unknown>)[name]).toMatchObject({
      value: expect.any(Number),
      interval: [expect.any(Number), expect.any(Number)],
      floor: expect.any(Number),
      floorInterval: [expect.any(Number), expect.any(Number)],
    });
  expect(features.kidOfBlocks).toMatchObject({ blocks: 5, blockSize: 4 });
  const variety = await varietyNumbers(load, reals, undefined);
  expect(variety).toMatchObject({ scales: 1, compared: 24, msSsim: { value: undefined, floor: expect.any(Number) } });
});
