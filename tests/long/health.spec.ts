/**
 * Collapses planted in our own engine, in the browser, with the monitor as people have it: a run is saved while it is well,
 * and goes on from that save unharmed, with absurd rates, and with a generator that was made worse in the checkpoint's file.
 * Prints how long after its onset each raised the alarm, and by what.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { expect, test } from '../support/pageTest.ts';
import { withPlant } from '../support/plantedCheckpoint.ts';
import { type Studio, studioOf } from '../support/studio.ts';

/** That of docs/results/monitor.md, which the PyTorch twin trained: a StyleGAN2 of 16 px. */
const RECIPE: Recipe = {
  ...{ preset: 'phantom32', arch: 'stylegan2', resolution: 16, zDim: 32, wDim: 32, mappingLayers: 2 },
  ...{ channelBase: 256, channelMax: 16, batch: 32, gLr: 0.003, dLr: 0.003, mbstdGroup: 4, r1Gamma: 0.3 },
  ...{ emaKimg: 0.5, styleMixing: 0, tickKimg: 0.25, kimgPerResolution: 8 },
};
/** Measured so often, as always: what is usual of a run takes two measurements, and the last. */
const MEASUREMENTS = 3;
const FASTER = 50;
/** The alarm is promised within so many reals, and so long goes the run that is left unharmed. */
const SPAN_NIMG = 2000;
const HOUR_MS = 60 * 60 * 1000;

interface Course {
  readonly onset: number;
  readonly nimg: number;
  /** Missing where none was raised. */
  readonly alarm?: { readonly nimg: number; readonly signals: readonly string[]; readonly sentence: string };
}

/** The run until its first alarm, or to the end of the span. */
async function courseFrom(page: Page, onset: number): Promise<Course> {
  const last = onset + SPAN_NIMG;
  const found = await page.waitForFunction(
    ({ onset, last }) => {
      const run = window.gyrus?.getState().run;
      const nimg = run?.now?.nimg ?? 0;
      const alarm = run?.healthEvents.find((event) => event.what === 'alarm');
      if (!run || (!alarm && nimg < last)) return undefined;
      const unwell = run.health?.signals.filter(({ level }) => level === 'alarm' || level === 'watch') ?? [];
      const signals = unwell.map(({ signal, level }) => (level === 'alarm' ? signal : `${signal} (watched)`));
      return { onset, nimg, ...(alarm ? { alarm: { nimg: alarm.nimg, sentence: alarm.sentence, signals } } : {}) };
    },
    { onset, last },
    { timeout: 0 },
  );
  return (await found.jsonValue()) as Course;
}

/** Opens a checkpoint in the present page, where it goes on as a run of its own. */
async function goOnFrom({ page }: Studio, checkpoint: Uint8Array): Promise<void> {
  const before = await page.evaluate(() => window.gyrus?.getState().run?.runId);
  const file = { name: 'planted.safetensors', mimeType: 'application/octet-stream', buffer: Buffer.from(checkpoint) };
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByLabel('Open checkpoint', { exact: true }).setInputFiles(file);
  await expect.poll(() => page.evaluate(() => window.gyrus?.getState().run?.runId)).not.toBe(before);
  await page.getByRole('tab', { name: 'Watch' }).click();
}

/** Both rates, by the form; the reals shown when it took them. */
async function multiplyRates({ page, training, button }: Studio): Promise<number> {
  const changedAt = () => page.evaluate(() => window.gyrus?.getState().run?.changes.at(-1)?.nimg);
  const live = training.getByRole('group', { name: 'Change while running' });
  for (const name of ['G learning rate', 'D learning rate']) {
    const rate = live.getByLabel(name, { exact: true });
    await rate.fill((FASTER * Number(await rate.inputValue())).toPrecision(2));
    await rate.press('Enter');
  }
  await button('Apply').click();
  await expect.poll(changedAt).toBeDefined();
  return (await changedAt()) as number;
}

async function stop(studio: Studio): Promise<void> {
  await studio.training.getByRole('button', { name: 'Stop', exact: true }).click();
  await studio.reaches('stopped');
}

function line(name: string, { onset, nimg, alarm }: Course): string {
  const kimg = (reals: number) => (reals / 1000).toFixed(2);
  const begins = `${name}: begins at ${kimg(onset)} kimg`;
  if (!alarm) return `${begins}, no alarm in ${kimg(nimg - onset)} kimg`;
  return `${begins}, alarm ${kimg(alarm.nimg - onset)} kimg after, by ${alarm.signals.join(', ')}. ${alarm.sentence}`;
}

test('planted collapses raise the alarm, and their healthy twin does not', async ({ page }, testInfo) => {
  test.setTimeout(HOUR_MS);
  const studio = studioOf(page);
  await studio.open(RECIPE);
  const adapter = await page.evaluate(() => window.gyrus?.getState().engine.adapter?.description);
  console.log(`adapter: ${adapter}`);
  await studio.usePhantoms();
  await studio.start();
  const measured = () => page.evaluate(() => window.gyrus?.getState().run?.evaluations.length);
  await expect.poll(measured, { timeout: 0 }).toBe(MEASUREMENTS);
  await stop(studio);
  expect(await page.evaluate(() => window.gyrus?.getState().run?.healthEvents)).toEqual([]);
  const savedAt = await studio.nimg();
  const download = page.waitForEvent('download');
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('button', { name: /^Download checkpoint of/ }).click();
  const path = testInfo.outputPath('healthy.safetensors');
  await (await download).saveAs(path);
  const healthy = await readFile(path);

  async function course(name: string, checkpoint: Uint8Array, plant?: () => Promise<number>): Promise<Course> {
    await goOnFrom(studio, checkpoint);
    const found = await courseFrom(page, (await plant?.()) ?? savedAt);
    console.log(line(name, found));
    await stop(studio);
    return found;
  }

  const twin = await course('healthy twin', healthy);
  expect.soft(twin.alarm, 'alarm of the healthy twin').toBeUndefined();
  const planted = {
    rates: await course('rates', healthy, () => multiplyRates(studio)),
    constant: await course('constant', withPlant(healthy, 'constant')),
    'one mode': await course('one mode', withPlant(healthy, 'one mode')),
  };
  for (const [name, found] of Object.entries(planted)) {
    expect.soft(found.alarm, `alarm of ${name}`).toBeDefined();
    expect.soft(found.alarm?.nimg, `alarm of ${name}`).toBeLessThanOrEqual(found.onset + SPAN_NIMG);
  }
});
