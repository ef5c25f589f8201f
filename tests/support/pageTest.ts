/**
 * The `test` of all end-to-end tests: it watches each page, and fails a test whose page asked another machine for
 * anything, broke its own content security policy, or met an error it did not expect.
 */
import { test as base, expect } from '@playwright/test';

/** What a page may load besides its own server's addresses: what it made itself. */
const OWN_SCHEMES = ['blob:', 'data:'];

export const test = base.extend<{ watched: undefined }>({
  watched: [
    async ({ page, baseURL }, use) => {
      const foreign: string[] = [];
      const complaints: string[] = [];
      page.context().on('request', (request) => {
        const url = request.url();
        const own = url.startsWith(baseURL ?? '') || OWN_SCHEMES.some((scheme) => url.startsWith(scheme));
        if (!own) foreign.push(url);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await use(undefined);
      expect(foreign, 'requests that left this machine').toEqual([]);
      expect(complaints, 'errors in the console, broken policies among them').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
