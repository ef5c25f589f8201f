// @ts-check
/**
 * npm run train: trains without a window by driving the same page in headless Chromium, and leaves the weights zip, the
 * sheets, the losses and a summary in a folder. It refuses nothing that the page accepts, and accepts nothing more.
 */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { INTERRUPTED, main, PlainError, readOptions } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { watchInterruption } from './lib/interruption.mjs';
import { checkedReason } from './lib/reason.mjs';

const USAGE = `Usage: npm run train -- DATA.zip --out DIR [--preset ID] [--kimg K] [--recipe JSON] [--adapter gpu|lavapipe|swiftshader] [--reason WHY]
       npm run train -- --phantom --out DIR ...`;
const MILLISECONDS = 1000;

await main(async () => {
  const options = readTrainOptions();
  await ensureInstalled();
  await ensureBuilt();
  // These need installed packages, so they cannot be imported before.
  const { trainHeadless } = await import('./lib/trainHeadless.mjs');
  const start = performance.now();
  const stopAsked = watchInterruption(INTERRUPTED);
  const outcome = await trainHeadless(options, {
    stopAsked,
    seconds: () => (performance.now() - start) / MILLISECONDS,
  });
  return outcome === 'stopped' ? INTERRUPTED : 0;
});

/** @returns {import('./lib/trainHeadless.mjs').TrainOptions} */
function readTrainOptions() {
  const { values, positionals } = readOptions(
    {
      allowPositionals: true,
      options: {
        preset: { type: 'string' },
        kimg: { type: 'string' },
        out: { type: 'string' },
        recipe: { type: 'string' },
        adapter: { type: 'string' },
        phantom: { type: 'boolean' },
        // Asked for by the gate where pictures copy training slices, when it is too late to type one.
        reason: { type: 'string' },
      },
    },
    USAGE,
  );
  const [data, ...more] = positionals;
  if (more.length > 0) throw new PlainError(`One data set at a time: ${more.join(' ')} is too much.\n${USAGE}`);
  if ((data === undefined) === (values.phantom !== true))
    throw new PlainError(`Name a zip of slices, or --phantom for the built-in ones.\n${USAGE}`);
  if (values.out === undefined) throw new PlainError(`Say with --out where the results go.\n${USAGE}`);
  if (data !== undefined && !existsSync(data)) throw new PlainError(`There is no file ${data}.`);
  const kimg = values.kimg === undefined ? undefined : Number(values.kimg);
  if (kimg !== undefined && !(kimg > 0 && Number.isFinite(kimg)))
    throw new PlainError(`--kimg ${values.kimg} is not a length: give thousands of slices, like 20 or 0.5.`);
  return {
    data: data === undefined ? undefined : resolve(data),
    out: resolve(values.out),
    preset: values.preset,
    recipe: values.recipe,
    kimg,
    adapter: values.adapter,
    reason: checkedReason(values.reason, 'weights'),
    command: commandText(data),
  };
}

/**
 * The command as it can be repeated elsewhere: folders are this machine's own business.
 * @param {string | undefined} data
 */
function commandText(data) {
  const words = process.argv.slice(2).map((word, index, all) => {
    if (word === data || all[index - 1] === '--out') return basename(word);
    return /^[\w.,:=/-]+$/.test(word) ? word : `'${word}'`;
  });
  return `npm run train -- ${words.join(' ')}`;
}
