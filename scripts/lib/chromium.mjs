// @ts-check
/**
 * Sees to it that there is a Chromium, and a software GPU that is not needlessly slow: the system's, or Debian's packages
 * where root may install them. It downloads nothing of its own and refuses to go on without a browser.
 */
import { findChromium, findLavapipe } from '../../tests/support/adapter.mjs';
import { PlainError } from './command.mjs';
import { install, mayInstall } from './debian.mjs';

/** Debian's name for each thing that the tests use. */
const BROWSER_PACKAGE = 'chromium';
const LAVAPIPE_PACKAGE = 'mesa-vulkan-drivers';

/** Installs what is missing where that is possible; throws a sentence if no Chromium can be had. */
export async function ensureChromium() {
  if (findChromium() && (findLavapipe() || !mayInstall())) return;
  if (mayInstall()) await install(findChromium() ? [LAVAPIPE_PACKAGE] : [BROWSER_PACKAGE, LAVAPIPE_PACKAGE]);
  if (!findChromium())
    throw new PlainError(
      'The tests drive a Chromium, and there is none here. Install Chromium or Chrome (Debian: sudo apt-get install chromium), or name its path in GYRUS_CHROMIUM, then try again.',
    );
  if (!findLavapipe())
    console.log(
      'lavapipe (mesa-vulkan-drivers) is not here: the tests use SwiftShader, which is several times slower.',
    );
}
