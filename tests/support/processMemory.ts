/** How much memory the browser's tab processes hold and ever held, as Linux counts it. It refuses to guess elsewhere. */
import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

const KIB = 1024;

export const canMeasure = process.platform === 'linux';

export interface TabMemory {
  /** Bytes in memory now, and at the highest, of the largest renderer process. */
  readonly now: number;
  readonly peak: number;
}

export async function tabMemory(browser: Browser): Promise<TabMemory> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const tabs = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => memoryOf(id));
  const largest = tabs.sort((a, b) => b.peak - a.peak)[0];
  if (!largest) throw new Error('The browser names no renderer process.');
  return largest;
}

function memoryOf(id: number): TabMemory {
  const status = readFileSync(`/proc/${id}/status`, 'utf8');
  const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * KIB;
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}
