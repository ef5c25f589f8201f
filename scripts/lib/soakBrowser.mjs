// @ts-check
/**
 * Opens Chromium for a soak: a page whose tab can really be hidden, whose worker counts the bytes of its GPU buffers, and
 * whose engine can be lost in three ways. It refuses to touch what the page itself does.
 */
import { chromium } from 'playwright';
import { adapterLaunch } from '../../tests/support/adapter.mjs';
import { PlainError } from './command.mjs';
import { freePort } from './serve.mjs';

/** @typedef {import('../../tests/support/adapter.mjs').AdapterName} AdapterName */
/** @typedef {import('./soakPlan.mjs').LossKind} LossKind */

/**
 * @typedef {object} SoakBrowser
 * @property {import('playwright').Page} page not opened yet
 * @property {string} name of the browser, and its version
 * @property {() => Promise<void>} hide brings another tab to the front
 * @property {() => Promise<void>} show
 * @property {(kind: LossKind) => Promise<void>} lose
 * @property {() => Promise<void>} close
 */

/** Playwright's own, for tests that must not be slowed: here a hidden tab is to be treated as one. */
const UNLIKE_A_PERSON = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/**
 * @param {string | undefined} wanted adapter; undefined: as the tests choose
 * @returns {Promise<SoakBrowser>}
 */
export async function openSoakBrowser(wanted) {
  const { executablePath, args, env } = adapterLaunch(wanted === undefined ? undefined : launchable(wanted));
  const port = await freePort();
  const host = await chromium.launch({
    ...{ executablePath, env, headless: true, ignoreDefaultArgs: UNLIKE_A_PERSON },
    args: [...args, `--remote-debugging-port=${port}`, '--window-size=1440,900'],
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  try {
    // Pages that Playwright opens itself always say that they are visible and focused.
    const browser = await chromium.connectOverCDP(`http://localhost:${port}`, { noDefaults: true });
    const [context] = browser.contexts();
    if (!context) throw new Error('Chromium has no profile to open a page in.');
    const page = context.pages()[0] ?? (await context.newPage());
    const other = await context.newPage();
    await page.bringToFront();
    await page.addInitScript(keepEngines);
    await page.route('**/assets/main-*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `(${countBuffers})();\n${await response.text()}` });
    });
    return {
      page,
      name: `Chromium ${browser.version()}`,
      hide: () => other.bringToFront(),
      show: () => page.bringToFront(),
      lose: (kind) => LOSE[kind](page, browser),
      close: () => host.close(),
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}

/** @type {Readonly<Record<LossKind, (page: import('playwright').Page, browser: import('playwright').Browser) => Promise<void>>>} */
const LOSE = {
  async device(page) {
    await page.workers()[0]?.evaluate(() => {
      const { createCommandEncoder } = GPUDevice.prototype;
      GPUDevice.prototype.createCommandEncoder = /** @param {GPUCommandEncoderDescriptor} [descriptor] */ function (
        descriptor,
      ) {
        const encoder = createCommandEncoder.call(this, descriptor);
        this.destroy();
        return encoder;
      };
    });
  },
  async process(_, browser) {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const gpu = processInfo.find(({ type }) => type === 'GPU');
    if (!gpu) throw new PlainError('Chromium has no GPU process that could be killed.');
    process.kill(gpu.id, 'SIGKILL');
    await session.detach();
  },
  async worker(page) {
    await page.evaluate(() => /** @type {{ engines?: Worker[] }} */ (window).engines?.at(-1)?.terminate());
  },
};

/**
 * Runs in the page before anything else: keeps its workers, so that one can be ended behind its back. Nothing is kept for
 * working offline, or the service worker would hand out the engine's script uncounted.
 */
function keepEngines() {
  /** @type {Worker[]} */
  const engines = [];
  Object.assign(window, { engines });
  window.Worker = class extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} given */
    constructor(...given) {
      super(...given);
      engines.push(this);
    }
  };
  Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
}

/** Runs in the worker before its own script: counts the bytes of buffers that were made and not destroyed. */
function countBuffers() {
  const held = { bytes: 0 };
  Object.assign(globalThis, { heldBuffers: held });
  /** @type {WeakMap<GPUBuffer, number>} */
  const sizes = new WeakMap();
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  GPUDevice.prototype.createBuffer = /** @param {GPUBufferDescriptor} descriptor */ function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    sizes.set(buffer, descriptor.size);
    held.bytes += descriptor.size;
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    held.bytes -= sizes.get(this) ?? 0;
    sizes.delete(this);
    return destroy.call(this);
  };
}

/**
 * @param {string} name
 * @returns {AdapterName}
 */
function launchable(name) {
  if (name === 'gpu' || name === 'lavapipe' || name === 'swiftshader') return name;
  throw new PlainError(`--adapter ${name} is not known: choose gpu, lavapipe or swiftshader.`);
}
