// @ts-check
/**
 * Builds the page into dist/ when its sources changed since the last build. It compares contents, not clocks, so a
 * checkout of older sources counts as a change; a failed build leaves the old dist in place.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError, ROOT, run } from './command.mjs';

/** Everything that a build reads. */
const SOURCES = [
  'index.html',
  'package-lock.json',
  'public',
  'scripts/lib/serviceWorkerPlugin.mjs',
  'src',
  'tsconfig.base.json',
  'tsconfig.json',
  'vite.config.ts',
];
/** Lies in dist, so that a build by hand, which empties dist, also forgets it. */
const FINGERPRINT = 'sources.sha256';

/** The folder that holds the built page. */
export const DIST = join(ROOT, 'dist');

/** Builds dist if it does not fit the sources; throws a sentence if the build fails. */
export async function ensureBuilt() {
  const fingerprint = fingerprintOf(SOURCES.map((name) => join(ROOT, name)));
  const mark = join(DIST, FINGERPRINT);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint) return;
  console.log('Building the page...');
  // Built beside dist and then moved, so that a page being served never meets half a build.
  const room = join(ROOT, 'node_modules', '.gyrus', `build-${process.pid}`);
  const fresh = join(room, 'dist');
  mkdirSync(room, { recursive: true });
  try {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const code = await run(process.execPath, [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']);
    if (code !== 0) throw new PlainError('The build failed: its message above says where. Mend that, then try again.');
    writeFileSync(join(fresh, FINGERPRINT), fingerprint);
    if (existsSync(DIST)) renameSync(DIST, join(room, 'old'));
    renameSync(fresh, DIST);
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

/**
 * SHA-256 over the names and bytes of files and folders, in the order of their names.
 * @param {readonly string[]} paths those that do not exist count as absent
 * @returns {string} hexadecimal
 */
export function fingerprintOf(paths) {
  const hash = createHash('sha256');
  /** @param {string} path */
  const add = (path) => {
    if (!existsSync(path)) return;
    const entries = folderEntries(path);
    hash.update(path.slice(ROOT.length)).update('\0');
    if (entries) for (const name of entries) add(join(path, name));
    else hash.update(readFileSync(path));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/**
 * Names in a folder, sorted; undefined for a file.
 * @param {string} path
 */
function folderEntries(path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
