/** A run outlives its page: reloaded under way, it goes on from its last save without the data being dropped again. */
import { expect, test } from '../support/pageTest.ts';
import { lossColumns, stateOf, studioOf } from '../support/studio.ts';

const KIMG = { preset: 'tiny', seed: 11, kimgPerResolution: 0.4 } as const;

test('a reloaded page goes on with the run that it had, step for step', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open(KIMG);
  await studio.usePhantoms();
  await studio.start();
  await expect.poll(studio.nimg).toBeGreaterThan(150);
  await studio.button('Pause').click();
  await studio.reaches('paused');
  await expect(page.getByText(/Checkpoint saved/)).toBeVisible();
  const before = await lossColumns(page);
  await expect.poll(async () => (await savedAt(page)) ?? 0).toBe(before.nimg.at(-1));

  await page.reload();
  const runs = page.getByRole('region', { name: 'Runs' });
  const item = runs.getByRole('listitem').first();
  await expect(item).toContainText('tiny');
  await item.getByRole('button', { name: /^Resume/ }).click();
  await studio.reaches('finished');
  const after = await lossColumns(page);
  const { totalNimg } = await stateOf(page);
  expect(after.nimg.at(-1)).toBe(totalNimg);
  expect(after.nimg).toEqual(Array.from({ length: after.nimg.length }, (_, i) => 8 * (i + 1)));
  expect(after.lossG.slice(0, before.nimg.length)).toEqual(before.lossG);
  expect(after.lossD.slice(0, before.nimg.length)).toEqual(before.lossD);

  await test.step('copies, names, and removal', async () => {
    await page.getByRole('tab', { name: 'Runs' }).click();
    await item.getByRole('button', { name: /^Duplicate/ }).click();
    await expect(runs.getByRole('listitem')).toHaveCount(2);
    const download = page.waitForEvent('download');
    await item.getByRole('button', { name: /^Download checkpoint/ }).click();
    expect((await download).suggestedFilename()).toMatch(/^gyrus-checkpoint-tiny-\d+\.safetensors$/);
    await item.getByRole('button', { name: /^Delete/ }).click();
    await item.getByRole('button', { name: /Delete it/ }).click();
    await expect(runs.getByRole('listitem')).toHaveCount(1);
  });
});

/** nimg of the last save, as the page knows it. */
async function savedAt(page: import('@playwright/test').Page) {
  return page.evaluate(() => window.gyrus?.getState().run?.saved?.nimg);
}
