// @ts-check
/**
 * Serves the built page on this machine's own address, with the headers of vite.config.ts. It refuses other machines'
 * requests (localhost alone) and leaves Ctrl+C and SIGTERM to its caller.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from './build.mjs';
import { PlainError, ROOT } from './command.mjs';

/** Highest port there is. */
export const LAST_PORT = 65535;

/**
 * @typedef {object} PageServer
 * @property {string} url with a trailing slash
 * @property {number} port
 * @property {() => Promise<void>} close
 */

/**
 * Serves a folder; call after ensureInstalled and ensureBuilt.
 * @param {{ port?: number, open?: boolean, folder?: string }} [options] port 0: any free one; open: in the user's browser
 * @returns {Promise<PageServer>}
 */
export async function servePage({ port = 0, open = false, folder = DIST } = {}) {
  const { preview } = await import('vite');
  const before = process.listeners('SIGTERM');
  const server = await preview({
    root: ROOT,
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { host: 'localhost', port: port || (await freePort()), strictPort: true, open },
  });
  // vite would exit at once on SIGTERM; what to save first is the caller's to say.
  for (const listener of process.listeners('SIGTERM')) if (!before.includes(listener)) process.off('SIGTERM', listener);
  const url = server.resolvedUrls?.local[0];
  if (!url)
    throw new PlainError('The page could not be served on localhost. Check that localhost leads to this machine.');
  return { url, port: Number(new URL(url).port), close: () => server.close() };
}

/**
 * Serves a copy of the page on a free port, so that a run of hours does not notice a rebuild.
 * @returns {Promise<PageServer>}
 */
export async function serveCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'gyrus-page-'));
  cpSync(DIST, folder, { recursive: true });
  const server = await servePage({ folder });
  return {
    ...server,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The first free port from `first` on.
 * @param {number} first
 * @returns {Promise<number>}
 */
export async function firstFreePort(first) {
  for (let port = first; port <= LAST_PORT; port++) if (await isFree(port)) return port;
  throw new PlainError(
    `No port from ${first} to ${LAST_PORT} is free. Close a program that serves pages, then try again.`,
  );
}

/**
 * Whether nothing listens on a port of localhost.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: 'localhost' }, () => probe.close(() => resolve(true)));
  });
}

/** @returns {Promise<number>} a port that the system hands out */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: 'localhost' }, () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port.')),
      );
    });
  });
}
