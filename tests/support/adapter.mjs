// @ts-check
/**
 * The one place that chooses Chromium and its WebGPU adapter, for tests, benchmarks and headless runs alike, and says
 * which it chose. It refuses to guess silently: no Chromium is an error with the way to get one.
 */
import { existsSync } from 'node:fs';

/** @typedef {'gpu' | 'lavapipe' | 'swiftshader'} AdapterName */

const CHROMIUM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
];
/** Where Debian's mesa-vulkan-drivers puts lavapipe's ICD file. */
const LAVAPIPE_ICDS = [
  '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json',
  '/usr/share/vulkan/icd.d/lvp_icd.aarch64.json',
  '/usr/share/vulkan/icd.d/lvp_icd.json',
];

/** Flags that keep a headless browser off the network and runnable as root, and let it name its adapter. */
const COMMON = [
  '--no-sandbox',
  // Without it lavapipe has no name, and a page cannot tell that it is software.
  '--enable-webgpu-developer-features',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** @type {Record<AdapterName, string[]>} */
const FLAGS = {
  gpu: ['--enable-unsafe-webgpu', '--ignore-gpu-blocklist'],
  // Through ANGLE in compatibility mode; adding --enable-features=Vulkan crashes its GPU process.
  lavapipe: ['--enable-unsafe-webgpu', '--use-angle=vulkan', '--use-webgpu-adapter=opengles', '--force-webgpu-compat'],
  swiftshader: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
};

/** Path of GYRUS_CHROMIUM or the system's Chromium, Chrome or Edge; undefined if there is none. */
export function findChromium() {
  return [process.env.GYRUS_CHROMIUM, ...CHROMIUM_PATHS].find((candidate) => candidate && existsSync(candidate));
}

/** Path of lavapipe's ICD file; undefined if lavapipe is not installed. */
export function findLavapipe() {
  return LAVAPIPE_ICDS.find((path) => existsSync(path));
}

function chromiumPath() {
  const path = findChromium();
  if (!path)
    throw new Error('No Chromium found. Install it (Debian: apt-get install chromium) or name it in GYRUS_CHROMIUM.');
  return path;
}

/**
 * The fastest adapter that needs no GPU here.
 * @returns {AdapterName}
 */
export function softwareAdapter() {
  return findLavapipe() ? 'lavapipe' : 'swiftshader';
}

/**
 * How to launch Chromium with an adapter. Without a name: GYRUS_ADAPTER, else the software adapter, since tests must give
 * the same numbers on machines with and without a GPU.
 * @param {AdapterName} [wanted]
 */
export function adapterLaunch(wanted) {
  const icd = findLavapipe();
  const name = /** @type {AdapterName} */ (wanted ?? process.env.GYRUS_ADAPTER ?? softwareAdapter());
  const flags = FLAGS[name];
  if (!flags) throw new Error(`No adapter is called "${name}": choose gpu, lavapipe or swiftshader.`);
  if (name === 'lavapipe' && !icd)
    throw new Error(
      'lavapipe is not installed (Debian: apt-get install mesa-vulkan-drivers). Choose swiftshader or install it.',
    );
  /** @type {Record<string, string>} */
  const env = {};
  for (const [key, value] of Object.entries(process.env)) if (value !== undefined) env[key] = value;
  if (name === 'lavapipe' && icd) env.VK_ICD_FILENAMES = icd;
  return { name, executablePath: chromiumPath(), args: [...COMMON, ...flags], env };
}
