/** Real slices at 32 px, grown from 8 to the end: longer than an everyday check, and on the sizes that people train. */
import { expect, test } from '../support/pageTest.ts';
import { realZip } from '../support/realData.ts';
import { fingerprint, lossColumns, stateOf, studioOf } from '../support/studio.ts';

const ZIPS = ['brain-slices-ixi-t1-head-oasis-layout.zip', 'brain-tumor-jpeg-mixed.zip', 'mnist-digits-png.zip'];

for (const name of ZIPS) {
  test(`${name} trains through 8, 16 and 32 px`, async ({ page }) => {
    const zip = realZip(name);
    test.skip(!zip, 'The real slices are not on this machine.');
    const studio = studioOf(page);
    await studio.open({ preset: 'mnist32', kimgPerResolution: 0.3, tickKimg: 0.1 });
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
