// @ts-check
/**
 * Loads the page's own TypeScript into Node, so that a command line measures with the very code that the page runs. It
 * starts no server that listens, and it refuses modules that need a browser: those fail at their first global.
 */
import { createRequire } from 'node:module';
import { createServer } from 'vite';
import { ROOT } from '../lib/command.mjs';

/** tfjs ships CommonJS to Node beside its ES modules, and two copies share an engine but not their classes: one is enough. */
const TFJS = /@tensorflow\//;
const ES_MODULES = { find: /^(@tensorflow\/(?:tfjs-core|tfjs-backend-cpu))$/, replacement: '$1/dist/index.js' };

/**
 * Gives `body` a loader of modules by their path from the project's root, and closes it after.
 * @template T
 * @param {(load: (path: string) => Promise<Record<string, any>>) => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withEngine(body) {
  // Where tfjs finds Node it asks for a built-in by CommonJS's require, also from its ES modules, which have none.
  Object.assign(globalThis, { require: createRequire(import.meta.url) });
  const server = await createServer({
    root: ROOT,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    resolve: { alias: [ES_MODULES] },
    ssr: { noExternal: [TFJS] },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  try {
    return await body((path) => server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
}

/**
 * tfjs on its CPU backend: no GPU is at hand here, and none is needed for the numbers to be the same.
 * @param {(path: string) => Promise<Record<string, any>>} load
 */
export async function startCpuBackend(load) {
  const tf = await load('/src/gpu/tf.ts');
  await load('@tensorflow/tfjs-backend-cpu');
  // Without this tfjs advertises a package for Node that we do not want.
  tf.env().set('IS_NODE', false);
  await tf.setBackend('cpu');
  await tf.ready();
}
