/**
 * As pageTest, with a profile on disk, as a person's browser has one: a private window, which is what other tests get, keeps
 * its files in memory. For runs that are long enough to be saved many times.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { test as base } from './pageTest.ts';

export const test = base.extend({
  context: async ({ launchOptions, baseURL, viewport, serviceWorkers, headless }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'gyrus-profile-'));
    const options = { ...launchOptions, headless, viewport, serviceWorkers, ...(baseURL ? { baseURL } : {}) };
    const context = await chromium.launchPersistentContext(folder, options);
    await use(context);
    await context.close();
    await rm(folder, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';
