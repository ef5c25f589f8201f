/**
 * Copies of training slices and the gate before an export: with a run that trains, and with recorded looks where a run would
 * have to copy first.
 */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import JSZip from 'jszip';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import { expect, test } from '../support/pageTest.ts';
import { recordedCheck } from '../support/recordedCopies.ts';
import { commandsOf, replyWith, withRecordedEngine } from '../support/recordedEngine.ts';
import { recordedReply } from '../support/recordedExplore.ts';
import { RECORDED_RUN_ID } from '../support/recordedRun.ts';
import { recordedSheet } from '../support/recordedSheets.ts';
import { stateOf, studioOf } from '../support/studio.ts';

const FAILED: TrainerEvent = {
  type: 'failure',
  scope: 'judge',
  requestId: 'recorded',
  failure: { code: 'internal', message: 'Recorded: the look came to nothing.' },
};
/** Against hanging: a software adapter on a busy machine draws a hundred pictures in minutes. */
const PATIENCE_MS = 6 * 60_000;
/** Stands for a PNG. */
const PASSED = Uint8Array.of(1, 2, 3);
const REASON = 'Phantoms: nobody is in them.';

test('one click takes weights home while a run trains, and the zip says what was looked at', async ({
  page,
}, testInfo) => {
  const studio = studioOf(page);
  const size = { resolution: 16, startResolution: 16, kimgPerResolution: 200 };
  await studio.open({ preset: 'tiny', ...size, heldOut: 0.1 }, '?tuning=rules');
  await studio.usePhantoms();
  await studio.start();
  await page.getByRole('tab', { name: 'Evaluate' }).click();
  const pane = page.getByRole('region', { name: 'Copies of training slices' });
  await pane.getByRole('button', { name: 'Look for copies' }).click();
  await expect(pane.getByText(/training pictures.*compared in pixels at 16 px, and in random conv/)).toBeVisible({
    timeout: PATIENCE_MS,
  });
  await expect(pane.getByRole('img', { name: /^Nearest pairs/ })).toBeVisible();
  await pane.getByText('Ratios as a table').click();
  await expect(pane.getByRole('row', { name: /^0.9 to 1.0/ })).toBeVisible();

  const coming = page.waitForEvent('download', { timeout: PATIENCE_MS });
  await studio.button('Download weights').click();
  const path = testInfo.outputPath('weights.zip');
  await (await coming).saveAs(path);
  const zip = await JSZip.loadAsync(await readFile(path));
  const record = JSON.parse((await zip.file('copies.json')?.async('string')) ?? '');
  expect(record).toMatchObject({ format: 'gyrus-copies/1', resolution: 16, trainingSlices: 461, heldOutSlices: 51 });
  expect(record.verdict).not.toBe('copies');
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('training pictures');
  expect((await stateOf(page)).run).toBe('training');

  // One picture alone says the same.
  await page.getByRole('tab', { name: 'Explore' }).click();
  const explore = page.getByRole('region', { name: 'Explore' });
  await expect(explore.getByRole('img', { name: /^Generated picture, seed 1000/ })).toBeVisible();
  const picture = page.waitForEvent('download', { timeout: PATIENCE_MS });
  await explore.getByRole('button', { name: 'Download picture as PNG' }).click();
  const single = testInfo.outputPath('single.png');
  await (await picture).saveAs(single);
  const { width, text } = decode(await readFile(single), { checkCrc: true });
  expect(width).toBe(16);
  expect(text).toMatchObject({
    seed: '1000',
    'Copies of training slices': expect.stringContaining('training pictures'),
  });
  expect(text?.['Exported in spite of copies']).toBeUndefined();
});

async function recordedPage(page: Page) {
  const studio = studioOf(page);
  await withRecordedEngine(page, 21);
  await studio.open();
  await studio.button('Use phantom data').click();
  await studio.start();
  await replyWith(page, {
    'copies/check': recordedCheck('copies'),
    'weights/download': {
      type: 'weights/ready',
      requestId: 'recorded',
      fileName: 'recorded.zip',
      zip: Uint8Array.from([80, 75, 5, 6]),
    },
  });
  return studio;
}

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

test('where copies were found nothing leaves without a reason, by keyboard alone', async ({ page }) => {
  const studio = await recordedPage(page);
  const button = studio.button('Download weights');
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Pictures copy training slices' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('img', { name: /^Nearest pairs/ })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Don’t download' })).toBeFocused();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  expect(await commandsOf(page, 'weights/download')).toEqual([]);

  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  const leave = dialog.getByRole('button', { name: 'Download all the same' });
  await expect(leave).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Shift+Tab');
  await expect(leave).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await page.keyboard.type('short');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  // The keys of the page do nothing here: a space and a digit are text.
  await dialog.getByLabel('Reason').fill('');
  await page.keyboard.type(REASON);
  await page.keyboard.press('Tab');
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await coming).suggestedFilename()).toBe('recorded.zip');
  expect((await commandsOf(page, 'weights/download')).map(({ reason }) => reason)).toEqual([REASON]);
  expect(await commandsOf(page, 'run/pause')).toEqual([]);
  await expect(dialog).toHaveCount(0);
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('exported all the same');
  await notices.getByRole('button', { name: 'Dismiss: Pictures copy training slices' }).click();
  await expect(notices).not.toContainText('exported all the same');
});

test('pictures and reports leave through the same gate, each with its own reason', async ({ page }, testInfo) => {
  await recordedPage(page);
  const drawn = recordedReply({ type: 'sample/generate', seeds: [1000], psi: 1, columns: 1 });
  if (drawn?.type !== 'sample/ready') throw new Error('Nothing is drawn.');
  const picture = recordedSheet(1000, 16, 1, 1, 0);
  await replyWith(page, {
    'sample/generate': {
      ...drawn,
      images: [picture],
      names: ['recorded-picture.png'],
      from: { ...drawn.from, runId: RECORDED_RUN_ID },
    },
    'media/picture': { type: 'media/picture', requestId: 'recorded', png: PASSED },
    'report/make': {
      type: 'report/ready',
      requestId: 'recorded',
      report: { name: 'a-report', html: '<p>Recorded</p>', markdown: 'Recorded', card: 'Recorded' },
    },
  });
  const dialog = page.getByRole('alertdialog', { name: 'Pictures copy training slices' });
  for (const { tab, button, file } of [
    { tab: 'Watch', button: 'Download sheet as PNG', file: /^samples-.*\.png$/ },
    { tab: 'Explore', button: 'Download picture as PNG', file: /^recorded-picture\.png$/ },
    { tab: 'Export', button: 'Download report', file: /^a-report\.html$/ },
  ]) {
    await page.getByRole('tab', { name: tab }).click();
    const save = page.getByRole('button', { name: button });
    await save.click();
    await expect(dialog).toContainText('can show a patient');
    await dialog.getByRole('button', { name: 'Don’t download' }).click();
    await expect(dialog).toHaveCount(0);
    await save.click();
    await dialog.getByLabel('Reason').fill(REASON);
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download all the same' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(file);
    if (tab === 'Export') continue;
    // What is saved is what the engine let pass.
    const path = testInfo.outputPath(`${tab}.png`);
    await download.saveAs(path);
    expect([...(await readFile(path))]).toEqual([...PASSED]);
  }
  const pictures = await commandsOf(page, 'media/picture');
  expect(pictures.map(({ reason }) => reason)).toEqual([REASON, REASON]);
  expect((await commandsOf(page, 'report/make')).map(({ reason }) => reason)).toEqual([REASON]);
  const looks = await commandsOf(page, 'copies/check');
  expect(looks).toHaveLength(6);
  expect(looks.every(({ recent }) => recent)).toBe(true);
});

test('what is not known, and a look that fails, is said and holds nothing up', async ({ page }) => {
  const studio = await recordedPage(page);
  const notices = page.getByRole('region', { name: 'Notices' });
  for (const { reply, said } of [
    { reply: recordedCheck('unknown'), said: 'is not known' },
    { reply: recordedCheck('none'), said: 'No sign of copied training slices' },
    { reply: FAILED, said: 'the look came to nothing' },
  ]) {
    await replyWith(page, { 'copies/check': reply });
    const coming = page.waitForEvent('download');
    await studio.button('Download weights').click();
    await coming;
    await expect(notices).toContainText(said);
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  expect((await commandsOf(page, 'weights/download')).map(({ reason }) => reason)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('the Evaluate view shows the verdict, the pairs and the ratios, and axe finds nothing serious in it', async ({
  page,
}, testInfo) => {
  await recordedPage(page);
  await page.getByRole('tab', { name: 'Evaluate' }).click();
  const pane = page.getByRole('region', { name: 'Copies of training slices' });
  await pane.getByRole('button', { name: 'Look for copies' }).click();
  await expect(pane.getByText('981 of 1000 lie as near')).toBeVisible();
  await pane.getByRole('button', { name: 'Features' }).click();
  await expect(pane.getByText('In random conv v1, seed 0, 32 px grey')).toBeVisible();
  await pane.getByText('Ratios as a table').click();
  await expect(pane.getByRole('row', { name: /^2.0 or more/ })).toBeVisible();
  await expect(pane.getByRole('cell', { name: '1049' })).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath('pane.png') });
  expect(await seriousFindings(page)).toEqual([]);
});
