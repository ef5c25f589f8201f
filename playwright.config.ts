/**
 * End-to-end tests: the built page in Chromium, on the adapter of tests/support. One page at a time, since two would share
 * one software adapter; no retries; times are limits against hanging, never claims about speed.
 */
import { defineConfig } from '@playwright/test';
import { adapterLaunch } from './tests/support/adapter.mjs';

/** Out of the way of npm start's port, so that tests and a running page do not meet. */
const PORT = Number(process.env.GYRUS_E2E_PORT ?? 47_173);
const MINUTE = 60_000;

const { executablePath, args, env } = adapterLaunch();

export default defineConfig({
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 10 * MINUTE,
  expect: { timeout: 2 * MINUTE },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}/`,
    headless: true,
    viewport: { width: 1440, height: 900 },
    // Tests of the service worker let it in; all others meet what the server sends, and a page that is refused one.
    serviceWorkers: 'block',
    actionTimeout: MINUTE,
    navigationTimeout: MINUTE,
    trace: 'off',
    launchOptions: { executablePath, args, env },
  },
  projects: [
    { name: 'e2e', testDir: 'tests/e2e' },
    { name: 'long', testDir: 'tests/long', timeout: 60 * MINUTE },
  ],
  webServer: {
    // Builds first if the sources changed, so that the tests never see an old page.
    command: `node scripts/start.mjs --no-open --port ${PORT}`,
    url: `http://localhost:${PORT}/`,
    timeout: 5 * MINUTE,
    reuseExistingServer: false,
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
