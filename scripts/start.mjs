// @ts-check
/**
 * npm start: installs what is missing, builds if the sources changed, serves the page on localhost, prints its address
 * and opens the browser where there is one. Options: --port N, --no-open. It uses Node's built-ins alone until installed.
 */
import { ensureBuilt } from './lib/build.mjs';
import { main, PlainError, readOptions } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { firstFreePort, isFree, LAST_PORT, servePage } from './lib/serve.mjs';

/** vite's own choice for a built page. */
const USUAL_PORT = 4173;
const USAGE = 'Usage: npm start -- [--port N] [--no-open]';

await main(async () => {
  const { values } = readOptions({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } } }, USAGE);
  await ensureInstalled();
  await ensureBuilt();
  const port = await choosePort(values.port);
  const server = await servePage({ port, open: !values['no-open'] && hasBrowser() });
  console.log(`Gyrus is at ${server.url}  (Ctrl+C ends it)`);
  await interruption();
  await server.close();
  // Open tabs hold connections that would keep this process alive.
  process.exit(0);
});

/**
 * The wanted port, or the usual one, or the next free one with a sentence about it.
 * @param {string | undefined} wanted
 */
async function choosePort(wanted) {
  if (wanted !== undefined) {
    const port = Number(wanted);
    if (!Number.isInteger(port) || port < 1 || port > LAST_PORT)
      throw new PlainError(`--port ${wanted} is not a port: give a number from 1 to ${LAST_PORT}.`);
    if (!(await isFree(port)))
      throw new PlainError(`Port ${port} is taken by another program. Choose another with --port.`);
    return port;
  }
  const port = await firstFreePort(USUAL_PORT);
  if (port !== USUAL_PORT) console.log(`Port ${USUAL_PORT} is taken by another program, so Gyrus uses ${port}.`);
  return port;
}

/** Whether a browser can show up on this machine's screen. */
function hasBrowser() {
  if (process.env.CI) return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Resolves at Ctrl+C or when the process is told to end. */
function interruption() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
}
