/** The report of a run, downloaded and opened as its reader would: one file, off line, in another page. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/pageTest.ts';
import { BRIEF, studioOf } from '../support/studio.ts';

test('a run is reported in one HTML file, in Markdown and as a model card', async ({ page, context }, testInfo) => {
  const studio = studioOf(page);
  await studio.open(BRIEF);
  await studio.usePhantoms();
  await studio.start();
  await studio.reaches('finished');
  await page.getByRole('tab', { name: 'Export' }).click();
  const report = page.getByRole('region', { name: 'Report' });

  const html = await saved('Download report', 'report.html');
  const markdown = await saved('As Markdown', 'report.md');
  const card = await saved('Model card', 'card.md');

  // No server, no other file: what it shows is in it.
  const reader = await context.newPage();
  await reader.setContent(await readFile(html, 'utf8'));
  await expect(reader.getByRole('heading', { level: 1 })).toContainText('Report of tiny');
  await expect(reader.getByRole('row', { name: /^Slices kept/ })).toContainText('512');
  await expect(reader.getByRole('img', { name: /^Loss/ })).toBeVisible();
  const pictures = reader.getByRole('img', { name: /averaged weights/ });
  expect(await pictures.count()).toBeGreaterThan(1);
  for (const picture of await pictures.all())
    expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await reader.close();

  expect(await readFile(markdown, 'utf8')).toMatch(
    /^# Report of tiny[\s\S]*## Settings[\s\S]*\| Run: Preset \| tiny \|/,
  );
  expect(await readFile(card, 'utf8')).toMatch(/^---\nlicense: other\n[\s\S]*---\n[\s\S]*## Training data[\s\S]*512/);

  async function saved(name: string, file: string): Promise<string> {
    const coming = page.waitForEvent('download');
    await report.getByRole('button', { name }).click();
    const path = testInfo.outputPath(file);
    await (await coming).saveAs(path);
    return path;
  }
});
