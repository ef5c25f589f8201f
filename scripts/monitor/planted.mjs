// @ts-check
/**
 * Measures what scripts/plant_collapses.py left, with the metrics that the page measures with, and makes one small JSON file
 * of a run: settings, statistics, measurements. It draws and trains nothing.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SIDE = 16;
/** Half of what the page takes (reckoning/tasks/metrics.ts): a machine without a GPU was to measure dozens of times. */
const DISTANCE_PICTURES = 32;
/** More digits than a measurement has. */
const DIGITS = 5;
const FLOAT_BYTES = 4;

/** @typedef {(path: string) => Promise<Record<string, any>>} Load */

/**
 * @param {Load} load
 * @param {string} root the folder of one start and its plants
 * @param {string} name the run's own folder in it
 */
export async function plantedHistory(load, root, name) {
  const history = JSON.parse(await readFile(join(root, name, 'history.json'), 'utf8'));
  const { measured: _, ...told } = history;
  return { name, ...told, evaluations: await evaluationsOf(load, root, name) };
}

/** @param {Load} load @param {string} root @param {string} name */
async function evaluationsOf(load, root, name) {
  const { greyImages, chosenImages } = await load('/src/evaluation/greyImages.ts');
  const { pairMultiscaleSimilarity } = await load('/src/evaluation/msSsim.ts');
  const { slicedWasserstein } = await load('/src/evaluation/swd.ts');
  const { featuresOf, pixelFeatures } = await load('/src/evaluation/features.ts');
  const { effectiveRank } = await load('/src/evaluation/effectiveRank.ts');
  const { neighbourhoods } = await load('/src/evaluation/neighbourhoods.ts');
  const set = async (/** @type {string} */ file) => greyImages(new Uint8Array(await readFile(join(root, file))), SIDE);
  const few = (/** @type {any} */ images) =>
    chosenImages(
      images,
      Array.from({ length: DISTANCE_PICTURES }, (_, i) => i),
    );
  const numbersOf = (/** @type {any} */ reals, /** @type {any} */ others) => {
    const { recall, precision } = neighbourhoods(pixelFeatures(reals, SIDE), pixelFeatures(others, SIDE));
    const swd = slicedWasserstein(few(reals), few(others)).mean;
    return { swd, msSsim: pairMultiscaleSimilarity(others).mean, recall, precision };
  };
  const [reals, heldOut] = [await set('reals.bin'), await set('held-out.bin')];
  const floors = numbersOf(reals, heldOut);
  const evaluations = [];
  for (const nimg of await moments(join(root, name))) {
    const values = numbersOf(reals, await set(join(name, `fakes-${nimg}.bin`)));
    const rank = { fakes: 0, reals: 0 };
    for (const [key, kind] of /** @type {const} */ ([
      ['fakes', 'features'],
      ['reals', 'real-features'],
    ])) {
      const floats = await floatsOf(join(root, name, `${kind}-${nimg}.bin`));
      rank[key] = short(effectiveRank(featuresOf(floats, floats.length / reals.count, "the run's own critic")));
    }
    const numbers = Object.entries(values).map(([id, value]) => {
      const floor = short(floors[/** @type {keyof typeof floors} */ (id)]);
      return { id, value: short(value), interval: point(value), floor, floorInterval: point(floor) };
    });
    evaluations.push({
      ...{ nimg, resolution: SIDE, pictures: reals.count, floorOf: 'held-out subjects', extractor: 'pixels at 16 px' },
      ...{ scales: 1, numbers, rank, seconds: 0 },
    });
  }
  return evaluations;
}

/** One round: no interval. @param {number} value */
const point = (value) => ({ low: short(value), high: short(value) });
const short = (/** @type {number} */ value) => Number(value.toPrecision(DIGITS));

/** @param {string} folder */
async function moments(folder) {
  const files = (await readdir(folder)).filter((file) => file.startsWith('fakes-'));
  return files.map((file) => Number(file.replace(/\D/g, ''))).sort((a, b) => a - b);
}

/** @param {string} file */
async function floatsOf(file) {
  const { buffer, byteOffset, length } = await readFile(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + length), 0, length / FLOAT_BYTES);
}
