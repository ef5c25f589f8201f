/** Weights taken home come back: a fresh page opens the zip and draws the very pictures that the run drew. */
import { textFile } from '../support/archives.ts';
import { expect, test } from '../support/pageTest.ts';
import { BRIEF, fingerprint, studioOf } from '../support/studio.ts';

test('downloaded weights open on a fresh page and draw the same sheet', async ({ page }, testInfo) => {
  const studio = studioOf(page);
  await studio.open(BRIEF);
  await studio.usePhantoms();
  await studio.start();
  await studio.reaches('finished');
  const trained = await samplesOf([3, 11]);
  const coming = page.waitForEvent('download');
  await studio.button('Download weights').click();
  const path = testInfo.outputPath('weights.zip');
  await (await coming).saveAs(path);

  await studio.open();
  await page.getByLabel('Open weights', { exact: true }).setInputFiles(path);
  await expect(studio.picture).toBeVisible();
  await expect.poll(() => fingerprint(studio)).toBeDefined();
  await expect(studio.samples).toContainText('from weights.zip');
  expect(await samplesOf([3, 11])).toEqual(trained);
  expect(trained[0]?.split(',').length).toBeGreaterThan(64);
  expect(new Set(await samplesOf([1, 2, 3, 4])).size).toBe(4);

  /** Pixels of seeds as text: what the PNGs say beside them is more once the look for copies was taken. */
  function samplesOf(seeds: number[]): Promise<string[]> {
    return page.evaluate(async (wanted) => {
      const pictures = (await window.gyrus?.sample({ seeds: wanted, psi: 0.7 })) ?? [];
      return Promise.all(
        pictures.map(async (png) => {
          const bitmap = await createImageBitmap(new Blob([png.slice()], { type: 'image/png' }));
          const { width, height } = bitmap;
          const context = new OffscreenCanvas(width, height).getContext('2d');
          context?.drawImage(bitmap, 0, 0);
          return String(context?.getImageData(0, 0, width, height).data);
        }),
      );
    }, seeds);
  }
});

test('a file that is no weights zip is refused with a sentence', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open();
  await page.getByLabel('Open weights', { exact: true }).setInputFiles(textFile());
  await expect(studio.alert).toContainText(/zip/i);
  await expect(studio.picture).toHaveCount(0);
});
