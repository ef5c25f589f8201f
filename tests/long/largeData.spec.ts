/** 10,000 slices of 256 x 256 must load without the tab exceeding 1.5 GB, with the page alive all the while. */
import { rmSync } from 'node:fs';
import { writeLargeArchive } from '../support/largeArchive.ts';
import { expect, test } from '../support/pageTest.ts';
import { canMeasure, tabMemory } from '../support/processMemory.ts';
import { studioOf } from '../support/studio.ts';

const SLICES = 10_000;
const SIDE = 256;
const MOST_BYTES = 1.5e9;

test('10,000 slices of 256 x 256 load within 1.5 GB', async ({ page, browser }) => {
  test.skip(!canMeasure, 'Memory of a process is read from /proc, which this system does not have.');
  const path = test.info().outputPath('large.zip');
  const bytes = await writeLargeArchive(path, SLICES, SIDE);
  const studio = studioOf(page);
  await studio.open({ preset: 'oasis256' });
  const before = await tabMemory(browser);
  const gaps = await page.evaluateHandle(() => {
    const gaps = { longest: 0, last: performance.now() };
    const look = (now: number) => {
      gaps.longest = Math.max(gaps.longest, now - gaps.last);
      gaps.last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return gaps;
  });
  const seen = new Set<string>();
  await studio.zipInput.setInputFiles(path);
  await expect
    .poll(
      async () => {
        seen.add((await studio.status.textContent()) ?? '');
        return page.evaluate(() => window.gyrus?.getState().dataset.phase);
      },
      { timeout: 0 },
    )
    .toBe('ready');
  await expect(studio.dataset.getByText(/^10,000 slices$/)).toBeVisible();
  const after = await tabMemory(browser);
  const gap = await gaps.evaluate(({ longest }) => longest);
  const megabytes = (value: number) => `${Math.round(value / 1e6)} MB`;
  console.log(
    `archive ${megabytes(bytes)}; tab before ${megabytes(before.now)}, after ${megabytes(after.now)}, peak ${megabytes(after.peak)}; longest gap between frames ${Math.round(gap)} ms`,
  );
  expect(after.peak).toBeLessThan(MOST_BYTES);
  // The status line counted up meanwhile, so the page was drawn and the progress shown.
  expect(seen.size).toBeGreaterThan(3);
  rmSync(path);
});
