// @ts-check
/**
 * Loads the page's own TypeScript into Node, so that a command line measures with the very code that the page runs. It
 * starts no server that listens, and it refuses modules that need a browser: those fail at their first global.
 */
import { createServer } from 'vite';
import { ROOT } from '../lib/command.mjs';

/**
 * Gives `body` a loader of modules by their path from the project's root, and closes it after.
 * @template T
 * @param {(load: (path: string) => Promise<Record<string, any>>) => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withEngine(body) {
  const server = await createServer({
    root: ROOT,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  try {
    return await body((path) => server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
}
