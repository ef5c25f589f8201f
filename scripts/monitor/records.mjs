// @ts-check
/** The recorded runs of docs/results as the monitor's replay takes them: logs of steps, and collapses on purpose with their twins. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../lib/command.mjs';

const RESULTS = join(ROOT, 'docs', 'results');
/** What npm run monitor -- --measure wrote. */
const RECORDS = join(RESULTS, 'monitor');

/** @returns {Promise<import('./replay.mjs').Recorded[]>} */
export async function plantedRuns() {
  const files = (await readdir(RECORDS)).filter((file) => file.endsWith('.json'));
  const runs = [];
  for (const file of files.sort()) {
    /** @type {readonly Record<string, any>[]} */
    const all = JSON.parse(await readFile(join(RECORDS, file), 'utf8'));
    const start = all.find(({ onset }) => onset === undefined)?.evaluations ?? [];
    for (const { steps, evaluations, ...run } of all) {
      const { resolution } = run.config;
      // A plant goes on from where the healthy run was: what was measured until then is its own past, too.
      const past = start.filter((/** @type {{ nimg: number }} */ { nimg }) => nimg <= (run.onset ?? 0));
      const rows = steps.map((/** @type {number[]} */ [nimg = 0, ...values]) => ({
        nimg,
        resolution,
        alpha: 1,
        values,
      }));
      const name = `${file.replace('.json', '')}, ${run.name}`;
      runs.push({ config: {}, ...run, name, steps: rows, evaluations: [...past, ...evaluations] });
    }
  }
  return runs;
}

/** The runs whose steps are in docs/results. @returns {Promise<import('./replay.mjs').Recorded[]>} */
export async function loggedRuns() {
  const runs = [];
  for (const entry of await readdir(RESULTS, { withFileTypes: true })) {
    const folder = join(RESULTS, entry.name);
    if (!entry.isDirectory() || !(await readdir(folder)).includes('losses.csv')) continue;
    const [, ...lines] = (await readFile(join(folder, 'losses.csv'), 'utf8')).trim().split('\n');
    const steps = lines.map((line) => {
      const [, nimg, , , resolution, alpha, ...values] = line.split(',').map(Number);
      return { nimg: nimg ?? 0, resolution: resolution ?? 0, alpha: alpha ?? 1, values };
    });
    const { config } = JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8'));
    runs.push({ name: entry.name, config: { augment: 'none', ...config }, steps, evaluations: [] });
  }
  return runs;
}
