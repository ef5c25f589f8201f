// @ts-check
/**
 * npm run monitor: gives every recorded run to the health monitor and prints its hits and false alarms as Markdown.
 * npm run monitor -- --measure DIR --out FILE: makes a record of a folder that scripts/plant_collapses.py wrote.
 * It trains nothing and changes no limit.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withEngine } from './evaluate/engine.mjs';
import { main, PlainError, readOptions } from './lib/command.mjs';
import { plantedHistory } from './monitor/planted.mjs';
import { loggedRuns, plantedRuns } from './monitor/records.mjs';
import { referenceRuns } from './monitor/reference.mjs';
import { replay, upperBound } from './monitor/replay.mjs';

const USAGE = `Usage: npm run monitor
       npm run monitor -- --measure DIR --out docs/results/monitor/NAME.json
       npm run monitor -- --write-phantoms FILE`;
const OPTIONS = /** @type {const} */ ({
  measure: { type: 'string' },
  out: { type: 'string' },
  'write-phantoms': { type: 'string' },
});
const KIMG = 1000;
/** What the aim is counted over. */
const AIM_KIMG = 500;
/** What scripts/plant_collapses.py trains on. */
const PHANTOMS = { count: 800, seed: 7, side: 16 };
/**
 * Kimg of recorded runs that nobody would call healthy: most pictures are like one glyph (docs/results/README.md). They
 * count neither as healthy nor as false.
 * @type {Record<string, readonly [number, number]>}
 */
const UNHEALTHY = {
  mnist16: [8, 18],
  'mnist16-lr002': [8, 21],
  // Two thirds of the way to one picture, by its own measurements.
  'mnist, healthy': [3, 7],
  'reference, mnist': [8, 20],
  'reference, mnist-collapsed-gamma0.3': [0, 25],
};

await main(async () => {
  const { values } = readOptions({ options: OPTIONS }, USAGE);
  return withEngine(async (load) => {
    if (values['write-phantoms'] !== undefined) return writePhantoms(load, values['write-phantoms']);
    if (values.measure !== undefined) {
      if (values.out === undefined) throw new PlainError(`--out is needed.\n${USAGE}`);
      return record(load, values.measure, values.out);
    }
    return report(load);
  });
});

/** @typedef {(path: string) => Promise<Record<string, any>>} Load */

/** @param {Load} load @param {string} file */
async function writePhantoms(load, file) {
  const { phantomSlice } = await load('/src/dataset/phantom.ts');
  const { count, seed, side } = PHANTOMS;
  await writeFile(file, Buffer.concat(Array.from({ length: count }, (_, i) => phantomSlice(i, seed, side))));
  return 0;
}

/** @param {Load} load @param {string} root @param {string} out */
async function record(load, root, out) {
  const runs = [];
  for (const entry of await readdir(root, { withFileTypes: true })) {
    const isRun = entry.isDirectory() && (await readdir(join(root, entry.name))).includes('history.json');
    if (isRun) runs.push(await plantedHistory(load, root, entry.name));
  }
  await writeFile(out, `${JSON.stringify(runs)}\n`);
  console.log(`${out}: ${runs.map(({ name }) => name).join(', ')}`);
  return 0;
}

/** @param {Load} load */
async function report(load) {
  const { readHealth } = await load('/src/evaluation/health.ts');
  const planted = await plantedRuns();
  printHits(
    readHealth,
    planted.filter(({ onset }) => onset !== undefined),
  );
  console.log('\nRuns with statistics of each step:');
  printFalseAlarms(readHealth, [...(await loggedRuns()), ...planted.filter(({ onset }) => onset === undefined)]);
  const references = await referenceRuns();
  if (references.length > 0) {
    console.log('\nRuns in PyTorch of somebody else, measured every 4 kimg:');
    printFalseAlarms(readHealth, references);
  }
  return 0;
}

/** @param {(inputs: any) => any} readHealth @param {readonly import('./monitor/replay.mjs').Recorded[]} runs */
function printHits(readHealth, runs) {
  console.log(
    '| run | begins at | alarm after | measured every kimg | without measurements | first alarm of each signal | watched only |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const run of runs) {
    const onset = run.onset ?? 0;
    const { alarms, first, watched, end } = replay(readHealth, run);
    const alone = replay(readHealth, run, () => false);
    const rarely = [0, 1].map((phase) => replay(readHealth, run, (nimg) => nimg <= onset || isOfPhase(nimg, phase)));
    const after = (/** @type {number} */ nimg) => ((nimg - onset) / KIMG).toFixed(2);
    const firstOf = (/** @type {readonly { nimg: number }[]} */ all) =>
      all.find(({ nimg }) => nimg > onset)?.nimg ?? Number.POSITIVE_INFINITY;
    const told = (/** @type {number} */ nimg) => (nimg <= end ? after(nimg) : `none in ${after(end)}`);
    const list = (/** @type {[string, number][]} */ all) =>
      all.map(([signal, nimg]) => `${signal} ${after(nimg)}`).join(', ') || 'none';
    const only = Object.entries(watched).filter(([signal]) => !(signal in first));
    const latest = Math.max(...rarely.map((replayed) => firstOf(replayed.alarms)));
    const before = alarms.some(({ nimg }) => nimg <= onset) ? ' (one before it began)' : '';
    console.log(
      `| ${run.name} | ${(onset / KIMG).toFixed(1)} | ${told(firstOf(alarms))}${before} | ${told(latest)} | ${told(firstOf(alone.alarms))} | ${list(Object.entries(first))} | ${list(only)} |`,
    );
    if (run.ended) console.log(`| | | ${run.ended} | | | | |`);
  }
}

/** Of measurements at each half kimg, every other one: on the whole kimg, or between. @param {number} nimg @param {number} phase */
function isOfPhase(nimg, phase) {
  return Math.round((2 * nimg) / KIMG) % 2 === phase;
}

/** @param {(inputs: any) => any} readHealth @param {readonly import('./monitor/replay.mjs').Recorded[]} runs */
function printFalseAlarms(readHealth, runs) {
  console.log('\n| run | healthy kimg | measurements | alarms | times watched |\n| --- | --- | --- | --- | --- |');
  let kimg = 0;
  let count = 0;
  for (const run of runs) {
    const { alarms, watches, end } = replay(readHealth, run);
    const [from, to] = UNHEALTHY[run.name] ?? [0, 0];
    const healthy = end / KIMG - Math.max(0, Math.min(to, end / KIMG) - from);
    const isIn = (/** @type {number} */ nimg) => nimg / KIMG >= from && nimg / KIMG < to;
    const wrong = alarms.filter(({ nimg }) => !isIn(nimg));
    kimg += healthy;
    count += wrong.length;
    const told = alarms.map(
      ({ nimg, reason }) => `at ${(nimg / KIMG).toFixed(2)}${isIn(nimg) ? ' (not healthy then)' : ''}: ${reason}`,
    );
    console.log(
      `| ${run.name} | ${healthy.toFixed(1)} | ${run.evaluations.length} | ${told.join('; ') || '0'} | ${watches} |`,
    );
  }
  const rate = (/** @type {number} */ mean) => ((mean / kimg) * AIM_KIMG).toFixed(1);
  console.log(
    `\n${count} false alarms in ${kimg.toFixed(1)} healthy kimg: ${rate(count)} in ${AIM_KIMG} kimg, at most ${rate(upperBound(count))} with 95 % confidence.`,
  );
}
