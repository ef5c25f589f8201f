// @ts-check
/**
 * The stages of npm test, in order: each runs one tool on the whole project and says what passed. It refuses to stop at
 * the first failure: a person wants to see all of them.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { PlainError, ROOT, run, runQuietly } from './command.mjs';
import { tallyOfCheck, tallyOfPlaywright, tallyOfVitest } from './results.mjs';
import { freePort } from './serve.mjs';
import { compareWithTorch } from './torch.mjs';

/** @typedef {import('./results.mjs').Tally} Tally */
/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title
 * @property {boolean} [long] belongs to npm run test:long alone
 * @property {boolean} [browser] needs Chromium
 * @property {() => Promise<Tally>} run
 */

const TSC = 'typescript/bin/tsc';
const VITEST = 'vitest/vitest.mjs';
const PLAYWRIGHT = '@playwright/test/cli.js';
const DEPCRUISE = 'dependency-cruiser/bin/dependency-cruise.mjs';

/** @type {readonly Stage[]} */
export const STAGES = [
  { name: 'types', title: 'Types', run: types },
  { name: 'lint', title: 'Lint and format', run: () => check('@biomejs/biome/bin/biome', ['check', '.']) },
  { name: 'layers', title: 'Layers', run: layers },
  { name: 'unused', title: 'Unused code', run: () => check('knip/bin/knip.js', ['--no-progress']) },
  { name: 'build', title: 'Build', run: build },
  { name: 'unit', title: 'Unit tests', run: () => vitest('unit') },
  { name: 'parity', title: 'Numbers of PyTorch', run: compareWithTorch },
  { name: 'gpu', title: 'GPU tests', browser: true, run: () => vitest('gpu') },
  { name: 'e2e', title: 'End-to-end tests', browser: true, run: () => playwright('e2e') },
  {
    name: 'gpu-swiftshader',
    title: 'GPU tests on SwiftShader',
    long: true,
    browser: true,
    run: () => vitest('gpu', { GYRUS_ADAPTER: 'swiftshader' }),
  },
  { name: 'long', title: 'Long end-to-end tests', long: true, browser: true, run: () => playwright('long') },
];

/** Colours in a log are noise, and some runners print them into files too. */
function plainEnvironment() {
  const { FORCE_COLOR: _, ...env } = process.env;
  return { ...env, NO_COLOR: '1' };
}

/**
 * Runs the command of an installed package.
 * @param {string} command path under node_modules
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env] added to the environment
 */
function tool(command, args, env = {}) {
  return run(process.execPath, [join(ROOT, 'node_modules', command), ...args], { ...plainEnvironment(), ...env });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function check(command, args) {
  return tallyOfCheck((await tool(command, args)) === 0);
}

async function types() {
  let holds = true;
  for (const side of ['page', 'engine', 'tests']) {
    const code = await tool(TSC, ['-p', `tsconfig.${side}.json`]);
    holds = holds && code === 0;
  }
  return tallyOfCheck(holds);
}

/**
 * Tests are looked at too, so that a file of src that only tests use is no orphan. The JSON report is read because the
 * tool's own exit status also calls a cruise of nothing a success.
 */
async function layers() {
  const command = join(ROOT, 'node_modules', DEPCRUISE);
  const args = ['src', 'tests', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { output } = await runQuietly(process.execPath, [command, ...args]);
  const { summary, modules } = JSON.parse(output);
  const ours = modules.filter((/** @type {{ source: string }} */ { source }) => source.startsWith('src/')).length;
  for (const { rule, from, to, comment } of summary.violations)
    console.log(`${rule.name}: ${from} -> ${to}${comment ? ` (${comment})` : ''}`);
  console.log(`${ours} modules of src, ${summary.violations.length} violations`);
  if (ours === 0) console.log('No module of src was looked at: the check itself is broken.');
  return tallyOfCheck(ours > 0 && summary.violations.length === 0);
}

async function build() {
  try {
    await ensureBuilt();
    return tallyOfCheck(true);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    console.log(error.message);
    return tallyOfCheck(false);
  }
}

/**
 * @param {'unit' | 'gpu'} project
 * @param {Record<string, string>} [env]
 */
async function vitest(project, env = {}) {
  const file = freshReport(`vitest-${project}${env.GYRUS_ADAPTER ? `-${env.GYRUS_ADAPTER}` : ''}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await tool(VITEST, ['run', '--project', project, ...reporters], env);
  return tallyOfVitest(reportIn(file), code);
}

/** @param {'e2e' | 'long'} project */
async function playwright(project) {
  const file = freshReport(`playwright-${project}.json`);
  const args = ['test', `--project=${project}`, '--reporter=list,json'];
  // A free port, so that two checkouts, or a run that was cut off, do not get in each other's way.
  const port = String(await freePort());
  const code = await tool(PLAYWRIGHT, args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file, GYRUS_E2E_PORT: port });
  return tallyOfPlaywright(reportIn(file), code);
}

/**
 * A path for a report, with the last run's report gone.
 * @param {string} name
 */
function freshReport(name) {
  const file = join(ROOT, 'test-results', 'reports', name);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/**
 * The report that a run left; undefined when it left none, which the tally counts as a failure.
 * @param {string} file
 */
function reportIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // absent or cut short: the run ended before it could write
  }
}
