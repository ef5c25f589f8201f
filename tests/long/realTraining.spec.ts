/** Real slices at 32 px, grown from 8 to the end: longer than an everyday check, and on the sizes that people train. */
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { expect, test } from '../support/pageTest.ts';
import { realZip } from '../support/realData.ts';
import { fingerprint, lossColumns, stateOf, studioOf } from '../support/studio.ts';

/** A narrow network, so that software adapters come to the end. */
const RECIPE: Recipe = { preset: 'mnist32', channelBase: 512, channelMax: 32, kimgPerResolution: 0.2, tickKimg: 0.1 };
const ZIPS = ['brain-slices-ixi-t1-head-oasis-layout.zip', 'brain-tumor-jpeg-mixed.zip', 'mnist-digits-png.zip'];

for (const name of ZIPS) {
  test(`${name} trains through 8, 16 and 32 px`, async ({ page }) => {
    const zip = realZip(name);
    test.skip(!zip, 'The real slices are not on this machine.');
    const studio = studioOf(page);
    await studio.open(RECIPE);
    await studio.zipInput.setInputFiles(zip ?? '');
    await expect.poll(() => page.evaluate(() => window.gyrus?.getState().dataset.phase)).toBe('ready');
    await studio.start();
    const untrained = await fingerprint(studio);
    await studio.reaches('finished');
    const { resolution, lossG, lossD } = await lossColumns(page);
    expect([...new Set(resolution)]).toEqual([8, 16, 32]);
    expect([...lossG, ...lossD].every(Number.isFinite)).toBe(true);
    await expect.poll(() => fingerprint(studio)).not.toBe(untrained);
    expect((await stateOf(page)).config.resolution).toBe(32);
  });
}
