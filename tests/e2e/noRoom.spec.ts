/** A browser that keeps no files, or has no room for more: training goes on, the page says so, and downloads still work. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/pageTest.ts';
import { BRIEF, stateOf, studioOf } from '../support/studio.ts';

const DENIED = `navigator.storage.getDirectory = () => Promise.reject(new DOMException('Not allowed here.', 'SecurityError'));`;
/** Less than a single save of the smallest run. */
const TINY_QUOTA_BYTES = 20_000;

/** Runs `code` in the engine before its own. */
async function beforeEngine(page: Page, code: string): Promise<void> {
  await page.context().route(/assets\/main-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });
}

async function trainsAndDownloads(page: Page) {
  const studio = studioOf(page);
  await studio.button('Use phantom data').click();
  await studio.start();
  await studio.reaches('finished');
  const { nimg, totalNimg } = await stateOf(page);
  expect(nimg).toBe(totalNimg);
  const weights = page.waitForEvent('download');
  await studio.button('Download weights').click();
  expect((await weights).suggestedFilename()).toMatch(/\.zip$/);
}

test('without files of its own the page trains, says that nothing is kept, and gives weights', async ({ page }) => {
  await beforeEngine(page, DENIED);
  await studioOf(page).open(BRIEF);
  await trainsAndDownloads(page);
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page.getByRole('region', { name: 'Runs' })).toContainText(/cannot|not keep|nothing/i);
});

test('without room the page trains, says that it is not saved, and gives weights', async ({ page, baseURL }) => {
  const session = await page.context().newCDPSession(page);
  const origin = new URL(baseURL ?? '').origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: TINY_QUOTA_BYTES });
  await studioOf(page).open(BRIEF);
  await trainsAndDownloads(page);
  await expect(page.getByText(/not saved|cannot be saved|no room/i).first()).toBeVisible();
});
