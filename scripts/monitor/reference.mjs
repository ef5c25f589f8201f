// @ts-check
/**
 * The measurements of the reference runs in PyTorch, where they are at hand (GYRUS_REFERENCE, else ../shared/reference-run):
 * distance, similarity of pairs and the mean sign of reals' scores, every 4 kimg. Their similarity is SSIM, not MS-SSIM, and
 * nothing is known of single steps.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../lib/command.mjs';

const FOLDER = process.env.GYRUS_REFERENCE ?? join(ROOT, '..', 'shared', 'reference-run');
const KIMG = 1000;
const TICK = 250;
const RESOLUTION = 32;
const PICTURES = 1000;

/** @returns {Promise<import('./replay.mjs').Recorded[]>} */
export async function referenceRuns() {
  if (!existsSync(FOLDER)) {
    console.log('\nThe reference runs are not at hand: name their folder in GYRUS_REFERENCE.');
    return [];
  }
  const runs = [];
  for (const { name } of (await readdir(FOLDER, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
    const file = join(FOLDER, name, 'metrics.csv');
    if (existsSync(file)) runs.push(runOf(name, await readFile(file, 'utf8')));
  }
  return runs;
}

/** @param {string} name @param {string} text */
function runOf(name, text) {
  const [head = '', ...lines] = text.trim().split('\n');
  const columns = head.split(',');
  const rows = lines.map((line) => {
    const values = line.split(',').map(Number);
    return (/** @type {string} */ column) => values[columns.indexOf(column)] ?? Number.NaN;
  });
  const end = Math.round((rows.at(-1)?.('kimg') ?? 0) * KIMG);
  const evaluations = rows.map((row) => {
    const number = (/** @type {string} */ id, /** @type {number} */ value, /** @type {number} */ floor) => ({
      ...{ id, value, floor },
      interval: { low: value, high: value },
      floorInterval: { low: floor, high: floor },
    });
    const floor = (row('floor32') + row('floor16')) / 2;
    return {
      ...{
        nimg: Math.round(row('kimg') * KIMG),
        resolution: RESOLUTION,
        pictures: PICTURES,
        extractor: 'none',
        scales: 2,
      },
      ...{ floorOf: 'halves of the training slices', seconds: 0 },
      numbers: [number('swd', row('swd_mean'), floor), number('msSsim', row('ssim_fake'), row('ssim_real'))],
    };
  });
  const ticks = Array.from({ length: Math.floor(end / TICK) }, (_, tick) => {
    const nimg = (tick + 1) * TICK;
    const row = rows.find((one) => one('kimg') * KIMG >= nimg);
    const stats = { 'Loss/signs/real': row?.('sign_real') ?? 0 };
    return { ...{ tick, nimg, kimg: nimg / KIMG, epoch: 0, resolution: RESOLUTION, alpha: 1, batch: 16 }, stats };
  });
  const config = { loss: 'logistic', augment: 'none', augmentP: 0, r1Gamma: 1, gLr: 0.003, dLr: 0.003 };
  return { name: `reference, ${name}`, config, steps: [], ticks, evaluations };
}
