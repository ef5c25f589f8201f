/** Without WebGPU the page says which browsers have it, and offers nothing that would fail later. */
import { type Browser, chromium, type Page } from '@playwright/test';
import { adapterLaunch } from '../support/adapter.mjs';
import { expect, test } from '../support/pageTest.ts';

async function expectAdvice(page: Page) {
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('WebGPU');
  const main = page.getByRole('main');
  for (const browser of ['Chrome', 'Edge', 'Firefox', 'Safari']) await expect(main).toContainText(browser);
  for (const name of ['Start training', 'Use phantom data', 'Download weights'])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  await expect(page.getByLabel('Dataset zip')).toHaveCount(0);
}

test('a browser without navigator.gpu is told which browsers have it', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined }));
  await page.goto('/');
  await expectAdvice(page);
});

test.describe('a browser whose WebGPU has no adapter', () => {
  let browser: Browser;
  test.beforeAll(async () => {
    const { executablePath } = adapterLaunch();
    // Without the flags for software adapters this Chromium has WebGPU in name only.
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  test.afterAll(() => browser.close());

  test('is told the same', async ({ baseURL }) => {
    const page = await browser.newPage();
    await page.goto(baseURL ?? '');
    await expectAdvice(page);
  });
});
