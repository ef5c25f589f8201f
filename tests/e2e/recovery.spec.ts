/** The engine is lost in each of the ways in which it can be: the run goes on by itself, and the page says what happened. */
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../support/pageTest.ts';
import { lossColumns, stateOf, studioOf } from '../support/studio.ts';

const LONG_ENOUGH = { preset: 'tiny', seed: 5, kimgPerResolution: 0.4 } as const;

/** Each ends the engine of a run that is under way. */
const LOSSES: Readonly<Record<string, (page: Page, browser: Browser) => Promise<void>>> = {
  'its GPU is destroyed in the middle of a step': async (page) => {
    const [worker] = page.workers();
    if (!worker) throw new Error('The page has no worker.');
    await worker.evaluate(() => {
      const { createCommandEncoder } = GPUDevice.prototype;
      GPUDevice.prototype.createCommandEncoder = function (this: GPUDevice, descriptor) {
        const encoder = createCommandEncoder.call(this, descriptor);
        this.destroy();
        return encoder;
      };
    });
  },
  'the GPU process is killed': async (_, browser) => {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const gpu = processInfo.find(({ type }) => type === 'GPU');
    if (!gpu) throw new Error('The browser has no GPU process.');
    process.kill(gpu.id, 'SIGKILL');
  },
  'its worker ends without a word': async (page) => {
    await page.evaluate(() => (window as unknown as { engines: Worker[] }).engines.at(-1)?.terminate());
  },
};

/** Keeps what the page starts, so that a test can end it behind the page's back. */
async function keepWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const engines: Worker[] = [];
    Object.assign(window, { engines });
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        engines.push(this);
      }
    };
  });
}

for (const [what, lose] of Object.entries(LOSSES))
  test(`the run goes on when ${what}`, async ({ page, browser }) => {
    await keepWorkers(page);
    const studio = studioOf(page);
    await studio.open(LONG_ENOUGH);
    await studio.usePhantoms();
    await studio.start();
    await expect.poll(studio.nimg).toBeGreaterThan(100);
    await lose(page, browser);
    await expect.poll(async () => (await stateOf(page)).engine).toBe('recovering');
    await expect(page.getByText(/Starting it again, attempt 1 of 3/)).toBeVisible();
    await expect(page.getByText('Training went on by itself')).toBeVisible();
    await expect(page.getByText(/steps? repeated/)).toBeVisible();
    await studio.reaches('finished');
    const { nimg, totalNimg } = await stateOf(page);
    expect(nimg).toBe(totalNimg);
    const shown = await lossColumns(page);
    expect(shown.nimg).toEqual(Array.from({ length: totalNimg / 8 }, (_, i) => 8 * (i + 1)));
  });
