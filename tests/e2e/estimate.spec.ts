/** Before a run: how long it takes and what memory it needs; and while it runs: time left free for others. */
import { expect, test } from '../support/pageTest.ts';
import { BRIEF, stateOf, studioOf } from '../support/studio.ts';

test('an estimate names each resolution, is gone when settings change, and a run starts all the same', async ({
  page,
}) => {
  const studio = studioOf(page);
  await studio.open(BRIEF);
  await expect(studio.button('Estimate')).toHaveAttribute('aria-disabled', 'true');
  await studio.usePhantoms();
  await studio.button('Estimate').click();
  const estimate = page.getByRole('region', { name: 'Estimate' });
  await expect(estimate).toContainText(/bout .+ in all, and .+ of GPU memory/);
  for (const side of ['4 × 4', '8 × 8']) await expect(estimate.getByRole('row', { name: side })).toBeVisible();
  await expect(estimate).not.toContainText('This may not fit');
  const found = await page.evaluate(() => window.gyrus?.getState().estimate.answer?.estimate);
  for (const { secondsPerKimg } of found?.stages ?? []) expect(secondsPerKimg).toBeGreaterThan(0);
  expect(found?.memory.networks).toBeGreaterThan(0);
  expect(found?.memory.slices).toBe(512 * 8 * 8);

  await studio.training.getByRole('textbox', { name: 'Seed' }).fill('5');
  await page.keyboard.press('Enter');
  await expect(estimate).toBeHidden();
  await studio.start();
  await studio.reaches('finished');
});

test('an estimate can be stopped, and a run that is started breaks it off', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open(BRIEF);
  await studio.usePhantoms();
  await studio.button('Estimate').click();
  await studio.button('Stop estimating').click();
  await expect(studio.button('Estimate')).toBeVisible();
  await studio.button('Estimate').click();
  await studio.start();
  await studio.reaches('finished');
  await expect(page.getByRole('region', { name: 'Estimate' })).toBeHidden();
});

test('time left free is taken at once, shown in the status, and given back', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny' });
  await studio.usePhantoms();
  await studio.start();
  await expect.poll(studio.nimg).toBeGreaterThan(0);
  const free = studio.training.getByRole('group', { name: 'Leave free' });
  await free.getByRole('button', { name: '75 %' }).click();
  await expect(studio.status).toContainText('75 % of the time left free');
  const nimg = await studio.nimg();
  await expect.poll(studio.nimg).toBeGreaterThan(nimg);
  await free.getByRole('button', { name: '0 %', exact: true }).click();
  await expect(studio.status).not.toContainText('left free');
  await studio.button('Stop').click();
  await studio.reaches('stopped');
  expect((await stateOf(page)).config).not.toHaveProperty('free');
});
