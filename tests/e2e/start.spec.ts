/** npm start: the address in a sentence, a taken port named, an end without complaint. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const SCRIPT = join(import.meta.dirname, '../../scripts/start.mjs');

const start = (...args: string[]) => spawn(process.execPath, [SCRIPT, '--no-open', ...args]);

/** Everything a process prints, and its exit status. */
async function outcome(child: ChildProcessWithoutNullStreams) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { code, output };
}

test('it serves the page at the address it prints, and Ctrl+C ends it', async ({ request }) => {
  const child = start();
  const ended = outcome(child);
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += text;
  });
  await expect.poll(() => printed).toMatch(/Gyrus is at http:\/\/localhost:\d+\//);
  const address = /http:\/\/localhost:\d+\//.exec(printed)?.[0] ?? '';
  const response = await request.get(address);
  expect(response.ok()).toBe(true);
  expect(await response.text()).toContain('<title>Gyrus');
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

test('a port that is taken is named', async ({ baseURL }) => {
  const { port } = new URL(baseURL ?? '');
  const { code, output } = await outcome(start('--port', port));
  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} is taken by another program. Choose another with --port.`);
});

test('a port that is none is named', async () => {
  const { code, output } = await outcome(start('--port', '70000'));
  expect(code).toBe(1);
  expect(output).toContain('--port 70000 is not a port');
});
