/**
 * Two classes and two runs compared, by accessible names: with networks that were trained a little on two kinds of squares,
 * and with a recorded comparison for looks and accessibility.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { encode } from 'fast-png';
import JSZip from 'jszip';
import { expect, test } from '../support/pageTest.ts';
import { recordedComparison, recordedPairs } from '../support/recordedComparison.ts';
import { commandsOf, replyWith, withRecordedEngine } from '../support/recordedEngine.ts';
import { recordedSavedRuns } from '../support/recordedSavedRuns.ts';
import { BRIEF, studioOf } from '../support/studio.ts';

const SIDE = 16;

/** Dark squares and light ones, 24 of each. */
async function classZip() {
  const zip = new JSZip();
  for (let i = 0; i < 48; i++) {
    const isWet = i % 2 === 0;
    const data = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => ((at * 37 + i * 91) % 90) + (isWet ? 120 : 10));
    zip.file(`${isWet ? 'wet' : 'dry'}/${i}.png`, encode({ width: SIDE, height: SIDE, data, channels: 1 }));
  }
  return {
    name: 'classes.zip',
    mimeType: 'application/zip',
    buffer: await zip.generateAsync({ type: 'nodebuffer' }),
  };
}

test('two classes are told apart beside their reals, drawn in pairs, and two runs laid beside each other', async ({
  page,
}) => {
  const studio = studioOf(page);
  await studio.open({ ...BRIEF, conditional: true, heldOut: 0 });
  await studio.zipInput.setInputFiles(await classZip());
  await expect(studio.dataset.getByText(/^48 slices$/)).toBeVisible();
  await studio.start();
  await studio.reaches('finished');

  await page.getByRole('tab', { name: 'Evaluate' }).click();
  const pane = page.getByRole('region', { name: 'dry and wet' });
  await pane.getByRole('group', { name: 'Method' }).getByRole('button', { name: 'PCA' }).click();
  await pane.getByLabel('Pictures of each').fill('20');
  await pane.getByLabel('Pictures of each').press('Enter');
  await pane.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(
    pane.getByRole('img', { name: /^Real, the control: PCA of 20 dry, round, and 20 wet, square/ }),
  ).toBeVisible();
  await expect(pane.getByRole('img', { name: /^Generated: PCA of 20 dry/ })).toBeVisible();
  await expect(pane.getByRole('row', { name: /^1-NN accuracy 1.00 .* 0.50$/ })).toBeVisible();
  await expect(pane.getByText(/^The real dry and wet slices are separated, almost wholly/)).toBeVisible();
  await pane.getByRole('switch', { name: 'Points as a table' }).click();
  await expect(pane.getByRole('table').getByRole('rowheader', { name: 'wet' }).first()).toBeVisible();
  await pane.getByLabel('Seeds averaged').fill('16');
  await pane.getByLabel('Seeds averaged').press('Enter');
  await pane.getByRole('button', { name: 'Draw pairs' }).click();
  await expect(pane.getByRole('img', { name: 'Mean difference, wet less dry, over 16 seeds' })).toBeVisible();
  await expect(pane.getByRole('img', { name: /^Pairs of the same seeds/ })).toBeVisible();

  await page.getByRole('tab', { name: 'Watch' }).click();
  await studio.training.getByText('Settings for a new run').click();
  await studio.training.getByLabel('Seed', { exact: true }).fill('5');
  await studio.training.getByLabel('Seed', { exact: true }).press('Enter');
  await studio.button('Start training').click();
  await expect.poll(() => page.evaluate(() => window.gyrus?.getState().run?.config.seed)).toBe(5);
  await studio.reaches('finished');
  await page.getByRole('tab', { name: 'Runs' }).click();
  const runs = page.getByRole('region', { name: 'Runs', exact: true });
  await runs.getByText('Compare two runs').click();
  await runs.getByRole('button', { name: 'Compare runs' }).click();
  const compared = runs.getByRole('region', { name: 'Two runs compared' });
  await expect(compared.getByRole('img', { name: /^Generator loss of both runs over kimg/ })).toBeVisible();
  await expect(compared.getByRole('row', { name: /^Seed/ })).toBeVisible();
  await expect(compared.getByRole('img', { name: /^Newest sheet of/ })).toHaveCount(2);
  await compared.getByLabel('Curve', { exact: true }).selectOption('Critic loss');
  await compared.getByRole('switch', { name: 'Curves as a table' }).click();
  await expect(compared.getByRole('columnheader', { name: 'Critic loss' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
});

test('a recorded comparison: axe finds nothing serious, wide and narrow, dark and light', async ({
  page,
}, testInfo) => {
  const studio = studioOf(page);
  await withRecordedEngine(page, 21);
  await studio.open();
  await studio.button('Use phantom data').click();
  await studio.start();
  const runs = recordedSavedRuns();
  const parts = { samples: 1, cache: 1, runs: 1 };
  await replyWith(page, {
    'run/pause': { type: 'runs/listed', runs, storage: { parts } },
    'compare/embed': recordedComparison(),
    'compare/pairs': recordedPairs(),
  });
  await studio.button('Pause').click();
  await page.getByRole('tab', { name: 'Evaluate' }).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const pane = page.getByRole('region', { name: 'phantom32, 28 Nov and first try' });
  await expect(pane.getByText(/models exaggerate the difference/)).toBeVisible();
  await pane.getByRole('button', { name: 'Draw pairs' }).click();
  await expect(pane.getByRole('img', { name: /^Mean difference/ })).toBeVisible();
  expect((await commandsOf(page, 'compare/embed'))[0]).toMatchObject({ method: 'umap', count: 500, seed: 2000 });
  for (const [name, width, height] of [
    ['wide', 1440, 900],
    ['narrow', 390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await pane.screenshot({ path: testInfo.outputPath(`${name}-${colorScheme}.png`) });
      expect(await seriousFindings(page)).toEqual([]);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
});

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
