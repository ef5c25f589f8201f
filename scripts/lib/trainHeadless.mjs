// @ts-check
/**
 * One headless training run from recipe to weights: opens the page, gives it the data, starts, watches, saves. What can
 * still be saved after a failure is saved before the failure is told.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { adapterSentence, openPage } from './browser.mjs';
import { PlainError, ROOT } from './command.mjs';
import { recipeFrom, recipeHash, withKimg } from './recipe.mjs';
import { RunFolder, sheetName } from './runFolder.mjs';
import { serveCopy } from './serve.mjs';
import { tickLine, watchRun } from './watchRun.mjs';

/** @typedef {import('./pagePort.mjs').PagePort} PagePort */
/** @typedef {import('./browser.mjs').OpenPage} OpenPage */

/**
 * @typedef {object} TrainOptions
 * @property {string | undefined} data path of a zip; undefined: the phantoms
 * @property {string} out
 * @property {string | undefined} preset
 * @property {string | undefined} recipe JSON
 * @property {number | undefined} kimg
 * @property {string | undefined} adapter
 * @property {string | undefined} reason why weights may leave although their pictures copy training slices
 * @property {string} command as it can be repeated
 */

/**
 * @param {TrainOptions} options
 * @param {{ stopAsked: () => boolean, seconds: () => number }} clock seconds since the command began
 * @returns {Promise<'finished' | 'stopped'>}
 */
export async function trainHeadless(options, clock) {
  const recipe = recipeFrom({ preset: options.preset, json: options.recipe });
  const folder = new RunFolder(options.out);
  const date = new Date().toISOString();
  const server = await serveCopy();
  try {
    const opened = await openPage(server.url, options.adapter);
    try {
      console.log(adapterSentence(opened));
      await applyRecipe(opened.port, server.url, recipe, options.kimg);
      const data = await giveData(opened.port, options.data, folder);
      await opened.port.press('Start training');
      const trained = await followRun(opened.port, folder, clock);
      await saveResults(opened, folder, {
        date,
        command: options.command,
        reason: options.reason,
        data,
        ...trained,
        wallSeconds: clock.seconds(),
      });
      if (trained.failure) throw trained.failure;
      return trained.state === 'stopped' ? 'stopped' : 'finished';
    } finally {
      await opened.close();
    }
  } finally {
    await server.close();
  }
}

/**
 * Opens the page with the recipe, and once more with its length when that depends on what the preset says.
 * @param {PagePort} port
 * @param {string} url
 * @param {import('./recipe.mjs').Recipe} recipe
 * @param {number | undefined} kimg
 */
async function applyRecipe(port, url, recipe, kimg) {
  await port.open(url + recipeHash(recipe));
  if (kimg !== undefined) await port.open(url + recipeHash(withKimg(recipe, await port.config(), kimg)));
  await port.engine();
  const problems = await port.until(() => port.page.evaluate(() => window.gyrus?.getState().problems));
  const [problem] = Object.values(problems);
  if (problem) throw new PlainError(`The run cannot start: ${problem}`);
}

/**
 * @param {PagePort} port
 * @param {string | undefined} path undefined: the phantoms
 * @param {RunFolder} folder
 */
async function giveData(port, path, folder) {
  if (path === undefined) await port.press('Use phantom data');
  else await port.give('Dataset zip', path);
  const { summary, sheet } = await port.dataset();
  const skipped = summary.skipped.map(({ count, reason }) => `${count} ${reason}`).join('; ');
  console.log(
    `${summary.slices} slices in ${summary.name}, ${summary.trainingSlices} to train on, ${summary.labelMaps} label maps.`,
  );
  if (skipped) console.log(`Skipped: ${skipped}.`);
  if (sheet) folder.saveSheet('reals.png', sheet.png);
  const { name, slices, trainingSlices, heldOutSlices, labelMaps } = summary;
  return { name: path === undefined ? name : basename(path), slices, trainingSlices, heldOutSlices, labelMaps };
}

/**
 * @param {PagePort} port
 * @param {RunFolder} folder
 * @param {{ stopAsked: () => boolean, seconds: () => number }} clock
 * @returns {Promise<{ state: string, nimg: number, trainSeconds: number, failure?: PlainError }>}
 */
async function followRun(port, folder, { stopAsked, seconds }) {
  const start = seconds();
  let nimg = 0;
  try {
    const end = await watchRun(port, {
      stopAsked,
      onTick(tick) {
        nimg = tick.nimg;
        console.log(tickLine(tick));
      },
      async onSheet(sheet) {
        folder.saveSheet(sheetName(sheet.kimg), sheet.png);
        folder.saveLosses(await port.losses());
      },
    });
    return { ...end, trainSeconds: seconds() - start };
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    return { state: 'failed', nimg, trainSeconds: seconds() - start, failure: error };
  }
}

/**
 * @param {OpenPage} opened
 * @param {RunFolder} folder
 * @param {{ date: string, command: string, reason: string | undefined, data: object, state: string, nimg: number, trainSeconds: number,
 *   wallSeconds: number, failure?: PlainError }} run
 */
async function saveResults(opened, folder, { failure, nimg, reason, ...run }) {
  const { port, adapter, description, software, browser } = opened;
  const imagesPerKimg = 1000;
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  folder.saveSummary({
    ...run,
    ...(failure ? { failure: failure.message } : {}),
    kimg: nimg / imagesPerKimg,
    adapter: { name: adapter, description, software },
    browser,
    gyrus: version,
    config: await port.page.evaluate(() => window.gyrus?.getState().run?.config).catch(() => undefined),
  });
  try {
    folder.saveLosses(await port.losses());
    const path = await port.downloadWeights((name) => folder.pathOf(name), reason);
    const said = await port.copiesSaid();
    if (said) console.log(said);
    console.log(
      `${run.state} at ${(nimg / imagesPerKimg).toFixed(2)} kimg after ${Math.round(run.trainSeconds)} s of training. Saved ${path}.`,
    );
  } catch (error) {
    // The first failure is the one to tell; a page that crashed cannot give its weights either.
    if (!failure) throw error;
    console.error(`The weights could not be saved: ${error instanceof Error ? error.message : error}`);
  }
}
