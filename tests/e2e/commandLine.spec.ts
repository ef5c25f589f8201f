/** The command lines as a person runs them: train without a window, then pictures of seeds from what it left. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { decode } from 'fast-png';
import JSZip from 'jszip';
import { adapterLaunch } from '../support/adapter.mjs';
import { textFile } from '../support/archives.ts';
import { BRIEF } from '../support/studio.ts';
import { readWeightsArchive } from '../support/weightsArchive.ts';

const ROOT = join(import.meta.dirname, '../..');
const ADAPTER = adapterLaunch().name;
const node = promisify(execFile);

/** Runs a script of ours; rejects with its code, stdout and stderr when it exits with anything but 0. */
const script = (name: string, ...args: string[]) =>
  node(process.execPath, [join(ROOT, 'scripts', name), ...args, '--adapter', ADAPTER]);

test('train leaves sheets, losses, a summary and weights, and generate makes pictures of them', async () => {
  const out = test.info().outputPath('run');
  const { preset, ...recipe } = BRIEF;
  const { stdout } = await script(
    'train.mjs',
    '--phantom',
    ...['--preset', preset ?? '', '--recipe', JSON.stringify({ ...recipe, seed: 5 }), '--kimg', '0.16', '--out', out],
  );
  expect(stdout).toMatch(/^Adapter /m);
  expect(stdout).toMatch(/^tick 0 .* 4x4 .* G \S+ {2}D \S+/m);

  expect(stdout).toMatch(/^Copies of training slices: Whether these pictures copy/m);

  const sheets = readdirSync(join(out, 'sheets')).sort();
  expect(sheets).toContain('reals.png');
  expect(sheets).toContain('fakes000000.000.png');
  expect(sheets).toContain('fakes000000.160.png');

  const rows = readFileSync(join(out, 'losses.csv'), 'utf8').trim().split('\n');
  expect(rows[0]).toBe('step,nimg,kimg,epoch,resolution,alpha,loss_g,loss_d,score_real,score_fake');
  expect(rows.length).toBe(1 + 160 / 8);
  expect(rows.at(-1)?.split(',').slice(0, 5)).toEqual(['20', '160', '0.16', '1', '8']);

  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(summary).toMatchObject({
    state: 'finished',
    kimg: 0.16,
    adapter: { name: ADAPTER },
    config: { seed: 5, preset: 'tiny', kimgPerResolution: 0.08 },
  });
  expect(summary.command).not.toContain(out);

  const zip = readdirSync(out).find((name) => name.endsWith('.zip')) ?? '';
  const { options, ticks } = await readWeightsArchive(join(out, zip));
  expect(options).toMatchObject({ seed: 5 });
  expect(ticks.length).toBeGreaterThan(1);

  const pictures = test.info().outputPath('pictures');
  const told = await script('generate.mjs', join(out, zip), '--seeds', '0-2,900', '--psi', '0.7', '--out', pictures);
  expect(told.stdout).toMatch(/^Copies of training slices: Whether these pictures copy/m);
  const names = readdirSync(pictures).sort();
  expect(names).toEqual(['seed0000.png', 'seed0001.png', 'seed0002.png', 'seed0900.png']);
  const drawn = names.map((name) => decode(readFileSync(join(pictures, name))));
  expect(drawn.every(({ width, height, channels }) => width === 8 && height === 8 && channels === 1)).toBe(true);
  expect(new Set(drawn.map(({ data }) => String(data))).size).toBe(drawn.length);

  expect(readFileSync(join(pictures, 'seed0000.png')).includes('Copies of training slices')).toBe(true);

  // Weights that were found to copy draw nothing without a reason.
  const copying = test.info().outputPath('copying.zip');
  const packed = await JSZip.loadAsync(readFileSync(join(out, zip)));
  const said = JSON.parse((await packed.file('copies.json')?.async('string')) ?? '');
  const found = { ...said, verdict: 'copies', sentence: 'The generator copies training pictures (made up).' };
  packed.file('copies.json', JSON.stringify(found));
  writeFileSync(copying, await packed.generateAsync({ type: 'nodebuffer' }));
  const copies = test.info().outputPath('copies');
  const refused = script('generate.mjs', copying, '--seeds', '7', '--out', copies);
  await expect(refused).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /The generator copies training pictures \(made up\)\. No picture was written: .*--reason/,
    ),
  });
  expect(readdirSync(copies)).toEqual([]);
  const reason = 'Phantoms: nobody is in them.';
  await script('generate.mjs', copying, '--seeds', '7', '--out', copies, '--reason', reason);
  expect(decode(readFileSync(join(copies, 'seed0007.png'))).text).toMatchObject({
    'Copies of training slices': expect.stringContaining('copies training pictures (made up)'),
    'Exported in spite of copies': reason,
  });

  // What is there is not written over.
  const again = script('train.mjs', '--phantom', '--out', out);
  await expect(again).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty') });
});

test('Ctrl+C stops the run and still saves what there is', async () => {
  const out = test.info().outputPath('run');
  const args = ['--phantom', '--preset', 'tiny', '--kimg', '50', '--out', out, '--adapter', ADAPTER];
  const child = spawn(process.execPath, [join(ROOT, 'scripts/train.mjs'), ...args]);
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += text;
  });
  const closed = once(child, 'close');
  await expect.poll(() => printed).toMatch(/^tick 0 /m);
  child.kill('SIGINT');
  expect(await closed).toEqual([130, null]);
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(summary.state).toBe('stopped');
  expect(summary.kimg).toBeGreaterThan(0);
  expect(readdirSync(out).filter((name) => name.endsWith('.zip'))).toHaveLength(1);
});

const REFUSED = [
  { what: 'no data', args: [], says: /Name a zip of slices, or --phantom/ },
  { what: 'a file that is not there', args: ['nowhere.zip'], says: /There is no file nowhere\.zip/ },
  { what: 'an unknown option', args: ['--phantom', '--fast'], says: /'--fast'[\s\S]*Usage:/ },
  { what: 'a length of nothing', args: ['--phantom', '--kimg', '0'], says: /--kimg 0 is not a length/ },
  {
    what: 'a recipe that is not JSON',
    args: ['--phantom', '--recipe', '{seed:7}'],
    says: /--recipe is not valid JSON/,
  },
];
for (const { what, args, says } of REFUSED) {
  test(`train refuses ${what} with a sentence`, async () => {
    const run = script('train.mjs', ...args, '--out', test.info().outputPath('run'));
    await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(says) });
  });
}

test("train ends with the page's own sentence when the page refuses", async () => {
  const out = test.info().outputPath('run');
  const notes = test.info().outputPath('notes.zip');
  writeFileSync(notes, textFile().buffer);
  const wrongData = script('train.mjs', notes, '--preset', 'tiny', '--out', out);
  await expect(wrongData).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/not a zip/) });
  const wrongRecipe = script('train.mjs', '--phantom', '--preset', 'huge', '--out', out);
  await expect(wrongRecipe).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/preset "huge"/) });
  expect(existsSync(out)).toBe(false);
});
