// @ts-check
/** Debian's packages, where root may install them. It refuses to fail: whoever asked looks whether the thing is there. */
import { spawnSync } from 'node:child_process';
import { run } from './command.mjs';

/** Whether this is a Debian whose packages this process may install. */
export function mayInstall() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** @param {readonly string[]} packages */
export async function install(packages) {
  console.log(`Installing ${packages.join(' and ')} from Debian...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A fresh image has no lists of packages; a failure here shows itself in the next command.
  await run('apt-get', ['update', '-qq'], env);
  const code = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env);
  if (code !== 0) console.log(`apt-get could not install ${packages.join(' and ')}: its message is above.`);
}
