/** No byte leaves the machine: the page asks for nothing once it is loaded, and the browser would refuse it. */
import { test as bare, type Page, type Worker } from '@playwright/test';
import { type Outside, openOutside } from '../support/outside.ts';
import { expect, test } from '../support/pageTest.ts';
import { BRIEF, studioOf } from '../support/studio.ts';

test.use({ serviceWorkers: 'allow' });
bare.use({ serviceWorkers: 'allow' });

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

// Evaluating is a command line on files (npm run evaluate), so on the page the journey ends with what it evaluates.
test('once loaded, the page asks for nothing, from data to training to files', async ({ page, baseURL }) => {
  const asked = everythingAsked(page);
  const studio = studioOf(page);
  await studio.open(BRIEF);
  await expectKept(page);
  expect(asked.length).toBeGreaterThan(1); // the page and its scripts, or this test saw nothing
  expect(asked.filter((url) => !url.startsWith(baseURL ?? ''))).toEqual([]);
  const loaded = asked.length;

  await studio.usePhantoms();
  await studio.start();
  await studio.reaches('finished');
  const pictures = await page.evaluate(() => window.gyrus?.sample({ seeds: [1, 2], psi: 0.7 }));
  expect(pictures).toHaveLength(2);
  const files: string[] = [];
  for (const name of ['Download CSV', 'Download weights']) {
    const download = page.waitForEvent('download');
    await studio.button(name).click();
    files.push(await (await download).path());
  }
  await page.getByRole('tab', { name: 'Export' }).click();
  await studio.button('Open weights').setInputFiles(files.at(-1) ?? '');
  await expect.poll(() => page.evaluate(() => window.gyrus?.getState().weights.opened?.nimg)).toBeGreaterThan(0);
  expect(asked.slice(loaded)).toEqual([]);
});

test('what page, engine and service worker ask for is seen by this test', async ({ page, baseURL }) => {
  const asked = everythingAsked(page);
  await studioOf(page).open();
  await expectKept(page);
  const askFor = (url: string) => fetch(url).then((response) => response.text());
  const urls = ['page', 'engine', 'serviceWorker'].map((from) => `${baseURL}favicon.svg?${from}`);
  const [fromPage = '', fromEngine = '', fromServiceWorker = ''] = urls;
  const [engine, serviceWorker] = workersOf(page);
  await page.evaluate(askFor, fromPage);
  await engine.evaluate(askFor, fromEngine);
  await serviceWorker.evaluate(askFor, fromServiceWorker);
  expect(asked).toEqual(expect.arrayContaining(urls));
});

/** Ways out that need no person's click, by the path at which each would arrive. */
const WAYS = ['beacon', 'fetch', 'image', 'script', 'socket', 'style'];

bare.describe('another origin', () => {
  let outside: Outside;
  bare.beforeEach(async () => {
    outside = await openOutside();
  });
  bare.afterEach(() => outside.close());

  // Without the watching fixture, since this page breaks its policy on purpose.
  bare('gets nothing from the page, the engine or the service worker', async ({ page }) => {
    await studioOf(page).open();
    await expectKept(page);
    const refused = await page.evaluateHandle(tryEverything, outside.url);
    await expect.poll(() => refused.evaluate((ways) => [...ways].sort())).toEqual(WAYS);
    for (const worker of workersOf(page))
      expect(await worker.evaluate(outcomesIn, outside.url)).toEqual(['refused', 'refused']);
    expect(outside.arrived).toEqual([]);
  });

  bare('would get everything from a page without the policy', async ({ page }) => {
    const lax = await openOutside();
    await page.goto(lax.url);
    await page.evaluate(tryEverything, outside.url);
    await expect.poll(() => [...outside.arrived].sort()).toEqual(WAYS);
    lax.close();
  });
});

/** Addresses that page, engine and service worker ask for from now on, sockets too; what the page made itself is none. */
function everythingAsked(page: Page): string[] {
  const asked: string[] = [];
  page.context().on('request', (request) => {
    if (!/^(blob|data):/.test(request.url())) asked.push(request.url());
  });
  page.on('websocket', (socket) => asked.push(socket.url()));
  return asked;
}

/** Waits until the service worker has all that it needs, which ends the page's loading. */
async function expectKept(page: Page) {
  await expect.poll(() => page.evaluate(() => window.gyrus?.getState().offline?.kept)).toBe(true);
}

/** What runs scripts beside the page: the engine, then the service worker. */
function workersOf(page: Page): [Worker, Worker] {
  const [engine] = page.workers();
  const [serviceWorker] = page.context().serviceWorkers();
  if (!engine || !serviceWorker) throw new Error('The page has no engine, or no service worker.');
  return [engine, serviceWorker];
}

/** Runs in a page: tries all WAYS to `url`; the set it returns is filled with those that the policy refuses. */
function tryEverything(url: string): Set<string> {
  const refused = new Set<string>();
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    refused.add(new URL(blockedURI).pathname.slice(1));
  });
  const load = (element: HTMLElement, attributes: Record<string, string>) =>
    document.head.append(Object.assign(element, attributes));
  fetch(`${url}fetch`).catch(() => undefined); // the refusal is heard above
  navigator.sendBeacon(`${url}beacon`);
  new WebSocket(`${url.replace('http', 'ws')}socket`);
  load(document.createElement('img'), { src: `${url}image` });
  load(document.createElement('script'), { src: `${url}script` });
  load(document.createElement('link'), { rel: 'stylesheet', href: `${url}style` });
  return refused;
}

/** Runs in a worker: what becomes of a fetch and of a socket to `url`. */
function outcomesIn(url: string): Promise<string[]> {
  const fetched = fetch(`${url}worker`).then(
    () => 'sent',
    () => 'refused',
  );
  const connected = new Promise<string>((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}worker`);
    socket.onopen = () => resolve('sent');
    socket.onerror = () => resolve('refused');
  });
  return Promise.all([fetched, connected]);
}
