// @ts-check
/**
 * npm test: sets up what it needs, runs every stage whatever the others say, and ends with "N passed, N failed" alone on
 * the last line. `npm test -- unit e2e` runs those stages; --long adds the stages of npm run test:long.
 */
import { adapterLaunch } from '../tests/support/adapter.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { main, PlainError, readOptions } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { tallyOfCheck } from './lib/results.mjs';
import { STAGES } from './lib/stages.mjs';

const USAGE = `Usage: npm test -- [--long] [stage...]; the stages are ${STAGES.map(({ name }) => name).join(', ')}.`;
const MILLISECONDS = 1000;

await main(async () => {
  const { values, positionals } = readOptions(
    { options: { long: { type: 'boolean' } }, allowPositionals: true },
    USAGE,
  );
  const stages = choose(positionals, values.long === true);
  await ensureInstalled();
  const noBrowser = stages.some(({ browser }) => browser) ? await prepareBrowser() : undefined;
  const total = { passed: 0, failed: 0 };
  /** @type {string[]} */
  const lines = [];
  for (const stage of stages) {
    console.log(`\n=== ${stage.title}`);
    const start = performance.now();
    if (stage.browser && noBrowser) console.log(noBrowser);
    const { passed, failed, skipped } = stage.browser && noBrowser ? tallyOfCheck(false) : await stage.run();
    const seconds = Math.round((performance.now() - start) / MILLISECONDS);
    lines.push(
      `${stage.title}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds} s)`,
    );
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${lines.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});

/** Why the tests in the browser cannot run, as a sentence; undefined when they can. */
async function prepareBrowser() {
  try {
    await ensureChromium();
    console.log(`Tests in the browser use the adapter ${adapterLaunch().name}.`);
    return undefined;
  } catch (error) {
    if (error instanceof PlainError) return error.message;
    throw error;
  }
}

/**
 * The named stages in their usual order; without names all of them.
 * @param {readonly string[]} names
 * @param {boolean} long
 */
function choose(names, long) {
  const unknown = names.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown) throw new PlainError(`There is no stage "${unknown}".\n${USAGE}`);
  if (names.length > 0) return STAGES.filter(({ name }) => names.includes(name));
  return STAGES.filter((stage) => long || !stage.long);
}
