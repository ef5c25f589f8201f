/**
 * Real pictures beside generated ones through their accessible names: one looked for in w, sheets with captions that another
 * decoder opens, and a blind quiz by keys and buttons.
 */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { decode, encode } from 'fast-png';
import { expect, test } from '../support/pageTest.ts';
import { studioOf } from '../support/studio.ts';

const BRIEF = { preset: 'tiny', resolution: 16, startResolution: 8, kimgPerResolution: 0.08, tickKimg: 0.05 };

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Which of the quiz's pictures are real, by the page's own state. */
const areReal = (page: Page) => page.evaluate(() => window.gyrus?.getState().quiz.quiz?.areReal ?? []);

test('a slice is found in w, pictures are laid on sheets, and a quiz is taken', async ({ page }, testInfo) => {
  const studio = studioOf(page);
  await studio.open({ ...BRIEF, heldOut: 0.1 }, '?tuning=rules');
  await studio.usePhantoms();
  await studio.start();
  await studio.reaches('finished');

  await page.getByRole('tab', { name: 'Explore' }).click();
  const pane = page.getByRole('region', { name: 'A real picture in w' });
  await pane.getByRole('button', { name: 'A held-out one' }).click();
  await expect(pane.getByText(/of 512, .*: held out$/)).toBeVisible();
  await expect(pane.getByRole('img', { name: /^Slice / })).toBeVisible();
  await pane.getByLabel('Steps', { exact: true }).fill('20');
  await pane.getByLabel('Steps', { exact: true }).press('Enter');
  await pane.getByRole('button', { name: 'Find it in w' }).click();
  const found = pane.getByRole('region', { name: 'Found in w' });
  await expect(
    found.getByText(/after 20 steps\. Compared in pixels, and random conv v1, seed 0, 16 px grey/),
  ).toBeVisible();
  await expect(found.getByRole('img', { name: /^Difference, slice / })).toBeVisible();
  await found.getByText('Distances as a table').click();
  await expect(found.getByRole('row', { name: /^20 / })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);

  const grey = Uint8Array.from({ length: 40 * 32 }, (_, i) => i % 256);
  const buffer = Buffer.from(encode({ width: 40, height: 32, data: grey, channels: 1 }));
  await pane.getByLabel('A picture file').setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer });
  await expect(pane.getByText('mine.png, prepared like the slices')).toBeVisible();
  await pane.getByLabel('Steps', { exact: true }).fill('1000');
  await pane.getByLabel('Steps', { exact: true }).press('Enter');
  await pane.getByRole('button', { name: 'Find it in w' }).click();
  const search = pane.getByRole('region', { name: 'Search in w' });
  await expect(search.getByText(/^Step \d+ of 1000, distance/)).toBeVisible();
  await search.getByRole('button', { name: 'Stop the search' }).click();
  await expect(found.getByText(/^mine\.png, found/)).toBeVisible();

  await page.getByRole('tab', { name: 'Evaluate' }).click();
  const both = page.getByRole('region', { name: 'Real and generated' });
  await expect(both.getByRole('img', { name: 'Generated, beside real slices' })).toBeVisible();
  await expect(both.getByRole('img', { name: 'Real slices', exact: true })).toBeVisible();
  const quiz = page.getByRole('region', { name: 'Blind quiz' });
  await quiz.getByLabel('Pictures in the quiz').fill('10');
  await quiz.getByLabel('Pictures in the quiz').press('Enter');
  await quiz.getByRole('button', { name: 'Start the quiz' }).click();
  await expect(quiz.getByRole('img', { name: 'Picture 1 of 10: real or generated?' })).toBeVisible();
  await expect(quiz.getByText(/^held-out slices and pictures from/)).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  for (const [index, isReal] of (await areReal(page)).entries()) {
    await expect(quiz.getByText(`Picture ${index + 1} of 10`, { exact: true })).toBeVisible();
    await page.keyboard.press(isReal ? 'r' : 'g');
  }
  await expect(quiz.getByRole('status')).toContainText(
    'You could tell them apart: 10 of 10 right; the 95 % interval is 69 % to 100 %',
  );
  await quiz.getByRole('button', { name: 'Again' }).click();
  for (let index = 0; index < 10; index++) {
    await expect(quiz.getByText(`Picture ${index + 1} of 10`, { exact: true })).toBeVisible();
    await quiz.getByRole('button', { name: 'Real', exact: true }).click();
  }
  await expect(quiz.getByRole('status')).toContainText('You could not tell them apart: 5 of 10 right');
  const wrong = quiz.getByRole('region', { name: 'Taken for the other kind' });
  await expect(wrong.getByRole('img', { name: /which is generated$/ })).toHaveCount(5);
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole('tab', { name: 'Export' }).click();
  const sheets = page.getByRole('region', { name: 'Sheets' });
  await expect(sheets.getByRole('img', { name: /^Generated pictures/ })).toBeVisible();
  await sheets.getByLabel('Sheet', { exact: true }).selectOption({ label: 'One of each resolution' });
  await expect(sheets.getByRole('img', { name: /from the top.*8 × 8 px.*16 × 16 px/ })).toBeVisible();
  await sheets.getByLabel('Sheet', { exact: true }).selectOption({ label: 'Generated beside real' });
  await expect(sheets.getByRole('img', { name: /^Left is generated, right is real/ })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  const coming = page.waitForEvent('download');
  await sheets.getByRole('button', { name: 'Download sheet' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^gyrus-tiny-.*kimg-beside-SYNTHETIC\.png$/);
  const path = testInfo.outputPath('sheet.png');
  await download.saveAs(path);
  const { width, height, data, text } = decode(await readFile(path), { checkCrc: true });
  expect(text).toMatchObject({
    Title: 'Left is generated, right is real',
    Comment: expect.stringContaining('SYNTHETIC'),
  });
  // Twelve pictures a row and six rows, enlarged alike: what is below them is the caption, dark words on white.
  const pictures = ((width - 16) / 12) * 6;
  const strip = Array.from(data.subarray(pictures * width));
  expect(height).toBeGreaterThan(pictures + 40);
  expect(strip.filter((value) => value > 240).length).toBeGreaterThan(strip.length / 2);
  expect(strip.filter((value) => value < 100).length).toBeGreaterThan(200);
});
