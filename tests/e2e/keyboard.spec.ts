/** A run from the data to the weights by keyboard alone: what cannot be reached by Tab cannot be pressed here. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/pageTest.ts';
import { BRIEF, studioOf } from '../support/studio.ts';

/** More than the page has controls. */
const MOST_STOPS = 200;

test('data, training, views and the download need no mouse', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open(BRIEF);
  await tabTo(page, 'Use phantom data');
  await page.keyboard.press('Enter');
  await expect(studio.dataset.getByText(/^512 slices$/)).toBeVisible();

  await page.keyboard.press('Control+Enter');
  await expect(studio.picture).toBeVisible();
  const views = ['Watch', 'Explore', 'Evaluate', 'Runs', 'Export'];
  for (const [index, name] of views.entries()) {
    await page.keyboard.press(String(index + 1));
    await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  }
  // In the tab list itself arrows move and Enter chooses.
  await tabTo(page, 'Export');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Watch' })).toHaveAttribute('aria-selected', 'true');

  await studio.reaches('finished');
  await tabTo(page, 'Epoch');
  await page.keyboard.press('Home');
  await expect(studio.samples).toContainText(/epoch 0/i);

  const coming = page.waitForEvent('download');
  await tabTo(page, 'Download weights');
  await page.keyboard.press('Enter');
  expect((await coming).suggestedFilename()).toMatch(/\.zip$/);
});

/** Presses Tab until the control of that name has the focus, which must be seen. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole('button', { name, exact: true }).or(page.getByRole('tab', { name, exact: true }));
  const target = wanted.or(page.getByRole('slider', { name, exact: true })).first();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${MOST_STOPS} presses of Tab did not reach "${name}".`);
}
