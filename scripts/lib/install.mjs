// @ts-check
/**
 * Installs the packages that package-lock.json names, when they are not there yet. npm's own record of what lies in
 * node_modules is compared, so an install done by hand counts. It refuses to touch an installation that already fits.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, PlainError, ROOT, run } from './command.mjs';

/** What vite 8 needs; package.json's engines say the same. */
const NODE_NEEDED = [20, 19];

/** @typedef {Record<string, { version?: string, optional?: boolean }>} LockedPackages */

/** Installs what is missing; throws a sentence when Node is too old or npm fails. */
export async function ensureInstalled() {
  checkNode(process.versions.node);
  const wanted = packagesOf('package-lock.json');
  if (!wanted) throw new PlainError('package-lock.json is missing or damaged. Restore it from git, then try again.');
  const present = packagesOf('node_modules/.package-lock.json');
  if (present && installFits(wanted, present)) return;
  console.log('Installing packages (npm ci)...');
  const code = await run(...npm(['ci', '--no-audit', '--no-fund']));
  if (code !== 0)
    throw new PlainError(
      'npm ci failed: its message above says why. Check the network and the npm registry, then try again.',
    );
}

/**
 * Whether every package of the lock file lies in node_modules in the same version. Optional ones may be absent: they
 * belong to other platforms. Extra packages do no harm.
 * @param {LockedPackages} wanted
 * @param {LockedPackages} present
 */
export function installFits(wanted, present) {
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    const found = present[path];
    return path === '' || (found ? found.version === version : optional === true);
  });
}

/**
 * The packages of a lock file in the project's root; undefined when there is no such file or it cannot be read.
 * @param {string} name
 * @returns {LockedPackages | undefined}
 */
function packagesOf(name) {
  try {
    return JSON.parse(readFileSync(join(ROOT, name), 'utf8')).packages;
  } catch {
    return undefined; // absent or cut short: both mean that nothing is known to be installed
  }
}

/** @param {string} version as in process.versions.node */
function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = NODE_NEEDED;
  if (major < needMajor || (major === needMajor && minor < needMinor))
    throw new PlainError(
      `Gyrus needs Node ${NODE_NEEDED.join('.')} or later, and this is ${version}. Install it from nodejs.org.`,
    );
}
