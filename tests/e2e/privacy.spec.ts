/** No byte leaves the machine: the server's policy forbids it, and the browser holds the page to it. */
import { test as bare } from '@playwright/test';
import { expect, test } from '../support/pageTest.ts';
import { studioOf } from '../support/studio.ts';

test('the page is served isolated, under a policy without any other origin', async ({ page }) => {
  const response = await page.goto('/');
  const headers = response?.headers() ?? {};
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*/);
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('a session of data, training and pictures asks its own server alone', async ({ page, baseURL }) => {
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(request.url()));
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny' });
  await studio.usePhantoms();
  await studio.start();
  await expect.poll(studio.nimg).toBeGreaterThan(0);
  await studio.button('Stop').click();
  await studio.reaches('stopped');
  const sent = asked.filter((url) => !/^(blob|data):/.test(url));
  expect(sent.length).toBeGreaterThan(1); // the page and its scripts, or this test saw nothing
  expect(sent.filter((url) => !url.startsWith(baseURL ?? ''))).toEqual([]);
});

// Without the watching fixture, since this page breaks its policy on purpose.
bare('the policy stops a request to another machine', async ({ page }) => {
  const asked: string[] = [];
  page.on('requestfinished', (request) => asked.push(request.url()));
  const refusals: string[] = [];
  page.on('console', (message) => refusals.push(message.text()));
  await page.goto('/');
  const outcome = await page.evaluate(() =>
    fetch('https://example.org/').then(
      () => 'sent',
      () => 'refused',
    ),
  );
  expect(outcome).toBe('refused');
  expect(asked.filter((url) => url.includes('example.org'))).toEqual([]);
  expect(refusals.join('\n')).toContain('Content Security Policy');
});
