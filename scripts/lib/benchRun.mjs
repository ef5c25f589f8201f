// @ts-check
/** All measurements of one npm run bench, as one report. It refuses to print. */
import { join } from 'node:path';
import { openBench } from './benchPage.mjs';
import { PlainError, ROOT, runQuietly } from './command.mjs';
import { findPython } from './torch.mjs';

/** @typedef {import('../../bench/main.ts').StepReport} StepReport */
/** @typedef {import('../../bench/convolutions.ts').ConvolutionTime} ConvolutionTime */
/** @typedef {import('../../bench/presets.ts').PresetTime} PresetTime */
/** @typedef {import('../../bench/kernelTimes.ts').KernelTime} KernelTime */
/** @typedef {import('../../bench/studio.ts').StudioReport} StudioReport */
/** @typedef {import('../../bench/studio.ts').StudioWish} StudioWish */
/** @typedef {import('../../bench/runners.ts').Mode} Mode */

/**
 * @typedef {object} BenchOptions
 * @property {string | undefined} adapter
 * @property {number} rounds
 * @property {readonly string[]} parts
 * @property {readonly Mode[]} modes
 * @property {readonly string[]} presets
 * @property {readonly string[]} studioPresets
 * @property {Pick<StudioWish, 'size' | 'slices' | 'steps'>} sizes of the studio's run
 * @property {boolean} torch
 * @property {string} command
 */

/**
 * @typedef {object} TorchTime
 * @property {string} torch its version
 * @property {{ G: number, D: number }} parameters
 * @property {number} step median milliseconds
 * @property {number} stepWithR1
 */

/**
 * @typedef {object} BenchReport
 * @property {string} adapter
 * @property {string} browser
 * @property {string} date ISO
 * @property {string} command
 * @property {number} rounds
 * @property {StepReport} [steps]
 * @property {readonly ConvolutionTime[]} [convolutions]
 * @property {readonly PresetTime[]} [presets]
 * @property {readonly KernelTime[]} [kernels]
 * @property {StudioReport[]} [studio]
 * @property {TorchTime} [torch]
 */

const SCRIPT = join(ROOT, 'bench', 'torch_step.py');

/**
 * @param {BenchOptions} options
 * @returns {Promise<BenchReport>}
 */
export async function measure({ adapter, rounds, parts, modes, presets, studioPresets, sizes, torch, command }) {
  const date = new Date().toISOString();
  const { bench, facts, browser, close } = await openBench(adapter, (text) => console.error(text));
  try {
    const timed = Math.max(1, rounds);
    /** @type {BenchReport} */
    const report = { adapter: facts.description, browser, date, command, rounds };
    if (parts.includes('steps'))
      report.steps = await bench.evaluate((given, asked) => given.steps(asked.rounds, asked.modes), { rounds, modes });
    if (torch) report.torch = await timeTorch(await bench.evaluate((given) => given.settings()), timed);
    if (parts.includes('convolutions'))
      report.convolutions = await bench.evaluate((given, count) => given.convolutions(count), timed);
    if (parts.includes('presets'))
      report.presets = await bench.evaluate(
        (given, asked) => given.presets(asked.presets, asked.mode, asked.timed),
        /** @type {const} */ ({ presets, mode: modes.at(-1) ?? 'eager', timed }),
      );
    if (parts.includes('studio')) {
      report.studio = [];
      for (const preset of studioPresets) {
        const wish = { preset, rounds: timed, ...sizes };
        report.studio.push(await bench.evaluate((given, asked) => given.studio(asked), wish));
      }
    }
    if (parts.includes('kernels')) report.kernels = await bench.evaluate((given) => given.kernels());
    return report;
  } finally {
    await close();
  }
}

/**
 * The same step in PyTorch on one thread.
 * @param {object} settings
 * @param {number} rounds
 * @returns {Promise<TorchTime>}
 */
async function timeTorch(settings, rounds) {
  const python = findPython();
  if (!python)
    throw new PlainError(
      'There is no PyTorch here to measure. Install it (Debian: sudo apt-get install python3-torch), or leave --torch out.',
    );
  console.error('PyTorch');
  const { code, output } = await runQuietly(python, [SCRIPT, JSON.stringify({ ...settings, rounds })]);
  if (code !== 0) throw new PlainError('The step in PyTorch failed: its message above says why.');
  return JSON.parse(output);
}
