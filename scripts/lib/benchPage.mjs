// @ts-check
/**
 * Builds the bench's page apart from the product, serves it, and opens it in headless Chromium on the adapter asked for: a
 * real GPU unless told otherwise, a software adapter where there is none. It refuses to pass the one off as the other.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import { adapterLaunch, softwareAdapter } from '../../tests/support/adapter.mjs';
import { PlainError, ROOT } from './command.mjs';
import { servePage } from './serve.mjs';

/** @typedef {import('../../tests/support/adapter.mjs').AdapterName} AdapterName */
/** @typedef {import('../../bench/main.ts').Bench} Bench */

/**
 * @typedef {object} BenchPage
 * @property {import('playwright').JSHandle<Bench>} bench started
 * @property {import('../../src/protocol/events.ts').AdapterFacts} facts
 * @property {string} browser its name and version
 * @property {() => Promise<void>} close
 */

/**
 * @param {string | undefined} wanted adapter; undefined: a GPU, else a software adapter
 * @param {(text: string) => void} onProgress hears what the page is at
 * @returns {Promise<BenchPage>}
 */
export async function openBench(wanted, onProgress) {
  const folder = mkdtempSync(join(tmpdir(), 'gyrus-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await buildInto(folder);
    const server = await servePage({ folder });
    const url = `${server.url}bench/index.html`;
    try {
      const opened = await openOnAdapter(url, wanted, onProgress);
      return {
        ...opened,
        async close() {
          await opened.close();
          await server.close();
          remove();
        },
      };
    } catch (error) {
      await server.close();
      throw error;
    }
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * Names stay readable, since kernels are reported by them.
 * @param {string} outDir
 */
async function buildInto(outDir) {
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    // As the page has them.
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'es2023',
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rolldownOptions: { input: join(ROOT, 'bench', 'index.html') },
    },
  });
}

/**
 * @param {string} url
 * @param {string | undefined} wanted
 * @param {(text: string) => void} onProgress
 */
async function openOnAdapter(url, wanted, onProgress) {
  if (wanted !== undefined) {
    const opened = await openOn(url, launchable(wanted), onProgress);
    if (wanted !== 'gpu' || !opened.facts.software) return opened;
    await opened.close();
    throw new PlainError(
      `Chromium finds no GPU here, only ${opened.facts.description}. Leave --adapter out to measure on software, or mend the graphics driver.`,
    );
  }
  const gpu = await openOn(url, 'gpu', onProgress).catch(() => undefined);
  if (gpu && !gpu.facts.software) return gpu;
  await gpu?.close();
  return openOn(url, softwareAdapter(), onProgress);
}

/**
 * @param {string} name
 * @returns {AdapterName}
 */
function launchable(name) {
  if (name === 'gpu' || name === 'lavapipe' || name === 'swiftshader') return name;
  throw new PlainError(`--adapter ${name} is not known: choose gpu, lavapipe or swiftshader.`);
}

/**
 * @param {string} url
 * @param {AdapterName} adapter
 * @param {(text: string) => void} onProgress
 * @returns {Promise<BenchPage>}
 */
async function openOn(url, adapter, onProgress) {
  const { executablePath, args, env } = adapterLaunch(adapter);
  const browser = await chromium.launch({ executablePath, args, env, headless: true });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'info') onProgress(message.text());
    });
    await page.goto(url);
    await page.waitForFunction(() => window.gyrusBench !== undefined);
    const bench = await page.evaluateHandle(() => /** @type {Bench} */ (window.gyrusBench));
    const facts = await bench.evaluate((given) => given.start());
    return { bench, facts, browser: `Chromium ${browser.version()}`, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
