// @ts-check
/**
 * Whether the committed numbers of tests/golden still are PyTorch's: they are computed afresh and compared. Where there is
 * no PyTorch and none can be installed it says so, and the committed numbers serve. It never writes them.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, run } from './command.mjs';
import { install, mayInstall } from './debian.mjs';
import { tallyOfCheck } from './results.mjs';

/** Debian's own Python comes first: it is the one that its packages are for. */
const PYTHONS = ['/usr/bin/python3', 'python3'];
const PACKAGES = ['python3-torch', 'python3-numpy'];
const SCRIPT = join(ROOT, 'tests', 'golden', 'parity.py');

/** A Python with torch and numpy; undefined if there is none. */
export function findPython() {
  return PYTHONS.find((python) => spawnSync(python, ['-c', 'import numpy, torch'], { stdio: 'ignore' }).status === 0);
}

/** Runs PyTorch over everything that tests/unit and tests/gpu compare with it; skipped where it cannot be had. */
export async function compareWithTorch() {
  if (!findPython() && mayInstall()) await install(PACKAGES);
  const python = findPython();
  if (!python) {
    console.log(
      'There is no PyTorch here, and none could be installed (Debian: sudo apt-get install python3-torch): the committed numbers in tests/golden serve unchecked.',
    );
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  return tallyOfCheck((await run(python, [SCRIPT, '--compare'], env)) === 0);
}
