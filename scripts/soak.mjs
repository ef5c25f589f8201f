// @ts-check
/**
 * npm run soak: one long run of the page in headless Chromium with growth, pauses, a hidden tab and three losses of the
 * engine, weighed at rest again and again. It exits with 1 where something grew, or a step was lost; it asserts no times.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { INTERRUPTED, main, PlainError, readOptions } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { watchInterruption } from './lib/interruption.mjs';
import { judge } from './lib/soakJudge.mjs';
import { FEWEST_STEPS, soakPlan } from './lib/soakPlan.mjs';

const USAGE = 'Usage: npm run soak [-- [--steps N] [--out FILE.json] [--adapter gpu|lavapipe|swiftshader]]';
const USUAL_STEPS = '10000';

await main(async () => {
  const { steps, out, adapter } = readSoakOptions();
  await ensureInstalled();
  await ensureBuilt();
  // These need installed packages, so they cannot be imported before.
  const { soak } = await import('./lib/soakHeadless.mjs');
  const { soakTables } = await import('./lib/soakTables.mjs');
  const stopAsked = watchInterruption(INTERRUPTED);
  const command = `npm run soak -- ${process.argv.slice(2).filter(isNoPath).join(' ')}`.replace(/ -- $/, '');
  const report = await soak(soakPlan(steps), { adapter, command, stopAsked });
  const verdicts = judge(report);
  if (out !== undefined) writeFileSync(out, `${JSON.stringify({ ...report, verdicts }, null, 2)}\n`);
  console.log(`\n${soakTables(report, verdicts)}`);
  if (stopAsked()) return INTERRUPTED;
  return verdicts.every(({ holds }) => holds) ? 0 : 1;
});

function readSoakOptions() {
  const { values } = readOptions(
    {
      options: {
        steps: { type: 'string', default: USUAL_STEPS },
        out: { type: 'string' },
        adapter: { type: 'string' },
      },
    },
    USAGE,
  );
  const steps = Number(values.steps);
  if (!Number.isInteger(steps) || steps < FEWEST_STEPS)
    throw new PlainError(
      `--steps ${values.steps} is too short a run to tell what is flat: give ${FEWEST_STEPS} or more.\n${USAGE}`,
    );
  return { steps, out: values.out === undefined ? undefined : resolve(values.out), adapter: values.adapter };
}

/**
 * Folders are this machine's own business.
 * @param {string} word
 * @param {number} index
 * @param {readonly string[]} all
 */
function isNoPath(word, index, all) {
  return word !== '--out' && all[index - 1] !== '--out';
}
