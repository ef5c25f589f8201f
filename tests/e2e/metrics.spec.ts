/**
 * The Metrics region of Evaluate, driven as a person does: measured on a schedule and when asked, stopped, with features of
 * Gyrus's extractor and of one's own. What the numbers are worth is the unit tests' business.
 */
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/pageTest.ts';
import { studioOf } from '../support/studio.ts';

const OWN_EXTRACTOR = join(import.meta.dirname, '../golden/own-extractor.safetensors');
/** Numbers of features are defined from here on. */
const SIDE = 16;

test('metrics beside their floors: on a schedule, stopped, when asked, and by an extractor of one’s own', async ({
  page,
}) => {
  const studio = studioOf(page);
  const size = { resolution: SIDE, startResolution: SIDE, kimgPerResolution: 200 };
  await studio.open({ preset: 'tiny', ...size, heldOut: 0.1 }, '?tuning=rules');
  await studio.usePhantoms();
  await studio.start();
  await page.getByRole('tab', { name: 'Evaluate' }).click();
  const pane = page.getByRole('region', { name: 'Metrics', exact: true });
  const measureNow = pane.getByRole('button', { name: 'Measure now' });
  const count = pane.getByLabel('Pictures when asked');
  const wish = async (pictures: number) => {
    await count.fill(String(pictures));
    await count.press('Enter');
  };

  await test.step('the schedule is the engine’s', async () => {
    await pane.getByLabel('Measure every').selectOption('when asked');
    await expect.poll(async () => (await judgeOf(page)).everyKimg).toBe(0);
    await expect(pane.getByLabel('Measure every')).toHaveValue('0');
  });

  await test.step('a number of pictures that makes no sense is refused', async () => {
    await wish(3);
    await expect(pane.getByText('A whole number from 64 to 1000.').last()).toBeVisible();
    await expect(measureNow).toHaveAttribute('aria-disabled', 'true');
  });

  await test.step('what is stopped leaves no numbers', async () => {
    const before = (await judgeOf(page)).measured.length;
    await wish(1000);
    await measureNow.click();
    await pane.getByRole('button', { name: 'Stop measuring' }).click();
    await expect(measureNow).toBeVisible();
    expect((await judgeOf(page)).measured.length).toBe(before);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  await studio.button('Pause').click();
  await studio.reaches('paused');
  await test.step('measured when asked, each number beside its floor', async () => {
    await wish(64);
    await measureNow.click();
    const table = pane.getByRole('table').first();
    await expect(table.getByRole('columnheader', { name: 'Real to real' })).toBeVisible();
    await expect(pane.getByText(/Features of random conv v1, seed 0, 16 px grey: not comparable/)).toBeVisible();
    // 51 slices of held-out subjects are fewer than 64 pictures.
    await expect(pane.getByText(/floor with its interval: training slices against their own other half/)).toBeVisible();
    const { measured } = await judgeOf(page);
    const { numbers, extractor, resolution } = measured.at(-1) ?? { numbers: [], extractor: '', resolution: 0 };
    expect([resolution, extractor]).toEqual([SIDE, 'random conv v1, seed 0, 16 px grey']);
    expect(numbers.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['swd', 'msSsim', 'kid', 'precision', 'recall']),
    );
    for (const { id, value, floor } of numbers)
      expect([id, Number.isFinite(value), Number.isFinite(floor)]).toEqual([id, true, true]);
    // A row of the table for each number, its name and both values in it.
    await expect(table.locator('tbody tr').filter({ has: page.locator('td') })).toHaveCount(numbers.length);
    await expect(table.getByRole('row', { name: /KID/ }).getByRole('cell').nth(2)).not.toBeEmpty();
  });

  await test.step('an extractor of one’s own puts its name on the numbers', async () => {
    await pane.getByLabel('Open extractor').setInputFiles(OWN_EXTRACTOR);
    await expect(pane.getByText(/^Features of small [0-9a-f]{8}, from the next measurement on\.$/)).toBeVisible();
    await measureNow.click();
    await expect(
      pane.getByText(/Features of small [0-9a-f]{8}, a person's own, 16 px grey: not comparable/),
    ).toBeVisible();
    const { measured } = await judgeOf(page);
    expect(measured.at(-1)?.extractor).toMatch(/^small [0-9a-f]{8}, a person's own, 16 px grey$/);
    expect(await seriousFindings(page)).toEqual([]);
    await pane.getByRole('button', { name: 'Use Gyrus’s extractor' }).click();
    await expect(pane.getByText('A network of your own for features, from a safetensors file.')).toBeVisible();
  });

  await test.step('a file that is no extractor is refused with a sentence', async () => {
    const notes = {
      name: 'notes.safetensors',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('no network'),
    };
    await pane.getByLabel('Open extractor').setInputFiles(notes);
    await expect(pane.getByRole('alert')).toContainText('The extractor was not opened');
    await expect(pane.getByText('A network of your own for features, from a safetensors file.')).toBeVisible();
  });
});

/** The schedule as the engine has it, and all measurements of the run. */
async function judgeOf(page: Page) {
  return page.evaluate(() => {
    const state = window.gyrus?.getState();
    if (!state) throw new Error('The page has no window.gyrus.');
    return { everyKimg: state.judge.everyKimg as number, measured: state.run?.evaluations ?? [] };
  });
}

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
