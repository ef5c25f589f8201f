/** Real archives with real traps, where this machine has them: label maps beside slices, mixed sizes, odd names. */
import { expect, test } from '../support/pageTest.ts';
import { realZip } from '../support/realData.ts';
import { lossColumns, type Studio, studioOf } from '../support/studio.ts';

async function trainsAFewSteps(studio: Studio) {
  await studio.start();
  await expect.poll(studio.nimg).toBeGreaterThan(0);
  await studio.button('Stop').click();
  await studio.reaches('stopped');
  const { lossD } = await lossColumns(studio.page);
  expect(lossD.length).toBeGreaterThan(0);
  expect(lossD.every(Number.isFinite)).toBe(true);
}

test('OASIS layout: 946 slices in, 946 label maps set aside', async ({ page }) => {
  const zip = realZip('brain-slices-ixi-t1-head-oasis-layout.zip');
  test.skip(!zip, 'The real slices are not on this machine.');
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny' });
  await studio.zipInput.setInputFiles(zip ?? '');
  await expect(studio.dataset.getByText(/^946 slices$/)).toBeVisible();
  await expect(studio.dataset).toContainText(/946 label maps/);
  await expect(page.getByRole('img', { name: 'Real slices' })).toBeVisible();
  const summary = await page.evaluate(() => window.gyrus?.getState().dataset.summary);
  expect(summary).toMatchObject({ layout: 'oasis', slices: 946, labelMaps: 946, subjects: 36 });
  expect(summary?.heldOutSubjects).toBeGreaterThan(0);
  await trainsAFewSteps(studio);
});

test('mixed JPEG: sizes, colours and brackets in names', async ({ page }) => {
  const zip = realZip('brain-tumor-jpeg-mixed.zip');
  test.skip(!zip, 'The real slices are not on this machine.');
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny' });
  await studio.zipInput.setInputFiles(zip ?? '');
  await expect(studio.dataset.getByText(/^100 slices$/)).toBeVisible();
  const summary = await page.evaluate(() => window.gyrus?.getState().dataset.summary);
  expect(summary?.sizes.length).toBeGreaterThan(1);
  await trainsAFewSteps(studio);
});
