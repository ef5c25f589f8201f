// @ts-check
/**
 * npm run bench: measures our training step, its convolutions and a few presets in headless Chromium, beside a step written
 * in stock tfjs ops and, if asked, PyTorch. It prints tables or JSON, and refuses to judge: wall time is no test.
 */
import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { main, PlainError, readOptions } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';

const USAGE = `Usage: npm run bench -- [--adapter gpu|lavapipe|swiftshader] [--rounds N] [--only PART,...] [--mode eager|recorded|both]
       [--presets ID,...] [--size PX] [--slices N] [--steps N] [--torch] [--json] [--out FILE]
The parts are steps, convolutions, presets, kernels and studio; without --only the first three. --rounds 0 counts and times
nothing. --size, --slices and --steps are studio's: fewer pixels a side, phantoms, and steps a window, for slow adapters.`;
const PARTS = ['steps', 'convolutions', 'presets', 'kernels', 'studio'];
const USUAL_PARTS = ['steps', 'convolutions', 'presets'];
/** Enough for a median that one hiccup does not move. */
const ROUNDS = 7;
/** Small ones, that a software adapter gets through. */
const PRESETS = ['tiny', 'brain32'];
/** What exploring and judging cost is asked of a run of that size. */
const STUDIO_PRESETS = ['oasis64'];

await main(async () => {
  const options = readBenchOptions();
  await ensureInstalled();
  // These need installed packages, so they cannot be imported before.
  const { measure } = await import('./lib/benchRun.mjs');
  const { tablesOf } = await import('./lib/benchTables.mjs');
  const report = await measure(options);
  const json = `${JSON.stringify(report, undefined, 2)}\n`;
  if (options.out !== undefined) writeFileSync(options.out, json);
  process.stdout.write(options.json ? json : `${tablesOf(report)}\n`);
  return 0;
});

function readBenchOptions() {
  const { values } = readOptions(
    {
      options: {
        adapter: { type: 'string' },
        rounds: { type: 'string' },
        only: { type: 'string' },
        mode: { type: 'string' },
        presets: { type: 'string' },
        size: { type: 'string' },
        slices: { type: 'string' },
        steps: { type: 'string' },
        torch: { type: 'boolean' },
        json: { type: 'boolean' },
        out: { type: 'string' },
      },
    },
    USAGE,
  );
  const rounds = wholeNumber('rounds', values.rounds, 0) ?? ROUNDS;
  const parts = values.only?.split(',') ?? USUAL_PARTS;
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new PlainError(`There is no part "${unknown}" to measure.\n${USAGE}`);
  return {
    adapter: values.adapter,
    rounds,
    parts,
    modes: modesOf(values.mode),
    presets: values.presets?.split(',') ?? PRESETS,
    studioPresets: values.presets?.split(',') ?? STUDIO_PRESETS,
    sizes: sizesOf(values),
    torch: values.torch === true,
    json: values.json === true,
    out: values.out === undefined ? undefined : resolve(values.out),
    command: commandText(),
  };
}

/** @param {{ size?: string, slices?: string, steps?: string }} values */
function sizesOf({ size, slices, steps }) {
  const given = Object.entries({ size, slices, steps }).flatMap(([name, value]) => {
    const number = wholeNumber(name, value, 1);
    return number === undefined ? [] : [[name, number]];
  });
  return Object.fromEntries(given);
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {number} least
 */
function wholeNumber(name, value, least) {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new PlainError(`--${name} ${value} is not a whole number of at least ${least}.\n${USAGE}`);
}

/** The command as it can be repeated elsewhere: folders are this machine's own business. */
function commandText() {
  const words = process.argv.slice(2).map((word, index, all) => (all[index - 1] === '--out' ? basename(word) : word));
  return ['npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
}

/**
 * @param {string | undefined} mode
 * @returns {import('../bench/runners.ts').Mode[]}
 */
function modesOf(mode = 'both') {
  if (mode === 'both') return ['eager', 'recorded'];
  if (mode === 'eager' || mode === 'recorded') return [mode];
  throw new PlainError(`--mode ${mode} is not known: choose eager, recorded or both.\n${USAGE}`);
}
