/** Working offline: the page comes back whole without its server, and a newer build neither mixes with it nor breaks it. */
import type { Page } from '@playwright/test';
import { type OfflineSite, openSite } from '../support/offlineSite.ts';
import { expect, test as watchedTest } from '../support/pageTest.ts';
import { studioOf } from '../support/studio.ts';

/** Each test has a server of its own, since it ends it. */
const test = watchedTest.extend<{ site: OfflineSite }>({
  site: async ({ browserName: _ }, use) => {
    const site = await openSite();
    await use(site);
    await site.close();
    site.remove();
  },
  baseURL: ({ site }, use) => use(site.url),
});
test.use({ serviceWorkers: 'allow' });

const offlineView = (page: Page) => page.evaluate(() => window.gyrus?.getState().offline);

/** Waits until the page says that it is kept, in its state and in words. */
async function expectKept(page: Page) {
  await expect.poll(() => offlineView(page)).toEqual({ kept: true, confined: true });
  await expect(page.getByRole('banner')).toContainText('works offline');
}

/** Which build the page and its script are of; they must agree. */
const buildOf = (page: Page) =>
  page.evaluate(() => ({ page: document.title, script: document.documentElement.dataset.build }));

test('without its server the page reloads, isolated, and trains', async ({ page, context, site, request }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny' });
  await expectKept(page);
  await expect(studio.dataset).toContainText(`its own address alone (${new URL(site.url).host}). It works offline.`);
  await site.close();
  await context.setOffline(true);
  await expect(request.get(site.url)).rejects.toThrow('ECONNREFUSED');

  const response = await page.reload();
  expect(response?.fromServiceWorker()).toBe(true);
  expect(response?.headers()['content-security-policy']).toContain("connect-src 'self'");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expectKept(page);
  await studio.usePhantoms();
  await studio.start();
  await expect.poll(studio.nimg).toBeGreaterThan(0);
  await studio.button('Stop').click();
  await studio.reaches('stopped');
});

test('a newer build is shown at once, while a page that is open keeps its own', async ({ page, context, site }) => {
  const ownScript = () =>
    page.evaluate(async () => {
      const script = document.querySelector<HTMLScriptElement>('script[type=module]');
      const response = await fetch(script?.src ?? '');
      return response.headers.get('content-type');
    });
  site.rebuild(1);
  await page.goto('/');
  await expectKept(page);
  site.rebuild(2);
  const second = await context.newPage();
  await second.goto('/');
  expect(await buildOf(second)).toEqual({ page: 'Build 2', script: '2' });
  await expectKept(second);
  expect(await second.evaluate(() => caches.keys())).toHaveLength(2);
  expect(await ownScript()).toContain('javascript'); // the server has this file no longer

  await page.close();
  site.rebuild(3);
  await second.reload();
  expect(await buildOf(second)).toEqual({ page: 'Build 3', script: '3' });
  await expectKept(second);
  expect(await second.evaluate(() => caches.keys())).toHaveLength(1);
  await site.close();
  await second.reload();
  expect(await buildOf(second)).toEqual({ page: 'Build 3', script: '3' });
});

test.describe('a browser that refuses service workers', () => {
  test.use({ serviceWorkers: 'block' });

  test('is not said to work offline, and is otherwise undisturbed', async ({ page }) => {
    const studio = studioOf(page);
    await studio.open({ preset: 'tiny' });
    await expect(studio.dataset).toContainText('It does not work offline. This browser blocks service workers.');
    await expect(page.getByRole('banner')).not.toContainText('works offline');
    await expect(studio.alert).toHaveCount(0);
    await studio.usePhantoms();
  });
});
