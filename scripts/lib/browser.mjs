// @ts-check
/**
 * Opens the served page in headless Chromium on the adapter asked for: a real GPU unless told otherwise, a software
 * adapter where there is none, and it says which. It refuses to pass a software adapter off as a GPU.
 */
import { chromium } from 'playwright';
import { adapterLaunch, softwareAdapter } from '../../tests/support/adapter.mjs';
import { PlainError } from './command.mjs';
import { PagePort } from './pagePort.mjs';

/** @typedef {import('../../tests/support/adapter.mjs').AdapterName} AdapterName */

/**
 * @typedef {object} OpenPage
 * @property {PagePort} port
 * @property {AdapterName} adapter the way it was reached
 * @property {string} description the browser's own words for the adapter
 * @property {boolean} software
 * @property {string} browser its name and version
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} url of the page, with a trailing slash
 * @param {string | undefined} wanted adapter; undefined: a GPU, else a software adapter
 * @returns {Promise<OpenPage>}
 */
export async function openPage(url, wanted) {
  if (wanted !== undefined) return openAsked(url, launchable(wanted));
  const gpu = await openOn(url, 'gpu').catch(forgiveMissingGpu);
  if (gpu && !gpu.software) return gpu;
  await gpu?.close();
  return openOn(url, softwareAdapter());
}

/**
 * @param {string} url
 * @param {AdapterName} adapter
 */
async function openAsked(url, adapter) {
  const opened = await openOn(url, adapter);
  if (adapter !== 'gpu' || !opened.software) return opened;
  await opened.close();
  throw new PlainError(
    `Chromium finds no GPU here, only ${opened.description}. Leave --adapter out to train on software, or mend the graphics driver.`,
  );
}

/** @param {OpenPage} opened */
export function adapterSentence({ adapter, description, software }) {
  return `Adapter ${adapter}: ${description}.${software ? ' No GPU is in use, so this is slow.' : ''}`;
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
 * A browser that has no GPU to offer is no reason to give up; anything else is.
 * @param {unknown} error
 * @returns {undefined}
 */
function forgiveMissingGpu(error) {
  if (!(error instanceof PlainError)) throw error;
  return undefined;
}

/**
 * @param {string} url
 * @param {AdapterName} adapter
 * @returns {Promise<OpenPage>}
 */
async function openOn(url, adapter) {
  const { executablePath, args, env } = adapterLaunch(adapter);
  // Signals are the command's: on Ctrl+C it still saves what there is.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const browser = await chromium.launch({ executablePath, args, env, headless: true, ...signals });
  try {
    // Nothing is kept for working offline in a profile that is thrown away.
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const port = new PagePort(page);
    await port.open(url);
    const facts = await port.engine();
    return {
      port,
      adapter,
      description: facts.description,
      software: facts.software,
      browser: `Chromium ${browser.version()}`,
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
