// @ts-check
/**
 * Vite plugin that builds src/offline/ to service-worker.js and writes into it the list of the other built files, with the
 * hashes of their bytes on the disk. It has no part in the development server.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** @typedef {import('../../src/protocol/offline.ts').BuiltPage} BuiltPage */

const SERVICE_WORKER = 'service-worker.js';
/** Stands in the source for the list. */
const PLACE = 'BUILT_PAGE';

/** @returns {import('vite').Plugin} */
export function serviceWorkerPlugin() {
  let base = '/';
  let assets = '';
  return {
    name: 'gyrus-service-worker',
    apply: 'build',
    configResolved(config) {
      base = config.base;
      assets = config.build.assetsDir;
    },
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'src/offline/main.ts', fileName: SERVICE_WORKER });
    },
    writeBundle: {
      order: 'post',
      handler({ dir }) {
        if (dir === undefined)
          throw new Error('The build names no folder, so the service worker cannot list its files.');
        const path = join(dir, SERVICE_WORKER);
        const code = readFileSync(path, 'utf8');
        if (code.split(PLACE).length !== 2 || /\b(import|export)\b/.test(code))
          throw new Error(
            `${SERVICE_WORKER} must name ${PLACE} once and import nothing: see that src/offline takes only types from elsewhere.`,
          );
        writeFileSync(
          path,
          code.replace(PLACE, () => JSON.stringify(builtPage(dir, base, `${base}${assets}/`))),
        );
      },
    },
  };
}

/**
 * What a folder of built files holds beside the service worker. The same files give the same record.
 * @param {string} folder
 * @param {string} base path that the page is served below, with a slash at both ends
 * @param {string} hashedBelow path below which names hold hashes
 * @returns {BuiltPage}
 */
export function builtPage(folder, base, hashedBelow) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => name !== SERVICE_WORKER)
    .sort();
  const files = names.map((name) => ({
    path:
      base +
      name
        .split(sep)
        .join('/')
        .replace(/^index\.html$/, ''),
    integrity: `sha256-${createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('base64')}`,
  }));
  return { version: createHash('sha256').update(JSON.stringify(files)).digest('hex'), hashedBelow, files };
}
