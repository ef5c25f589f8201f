/** Switches in the address reach the engine, which trains with them, and are named beside the adapter. */
import { switchesIn, switchTexts } from '../../src/protocol/switches.ts';
import { expect, test } from '../support/pageTest.ts';
import { BRIEF, lossColumns, studioOf } from '../support/studio.ts';

/** A few steps of one resolution are enough to see that they are taken, and references are slow. */
const FEW_STEPS = { ...BRIEF, startResolution: 8, kimgPerResolution: 0.03, tickKimg: 0.01 };

for (const search of ['?ops=reference', '?steps=eager', '?steps=recorded', '?tuning=rules']) {
  test(`a run with ${search} trains, and the bar names what is unusual`, async ({ page }) => {
    const asked = switchesIn(search);
    if ('failure' in asked) throw new Error(asked.failure.message);
    const studio = studioOf(page);
    await studio.open(FEW_STEPS, search);
    expect(await page.evaluate(() => window.gyrus?.getState().engine.switches)).toEqual(asked.switches);
    for (const named of switchTexts(asked.switches))
      await expect(page.getByRole('banner').getByText(named)).toBeVisible();
    await studio.usePhantoms();
    await studio.start();
    await studio.reaches('finished');
    const { lossG, lossD } = await lossColumns(page);
    expect([...lossG, ...lossD].filter((loss) => !Number.isFinite(loss))).toEqual([]);
  });
}

test('a switch is named on a phone, too, and the page stays as wide as it is', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await studioOf(page).open(undefined, '?ops=reference');
  await expect(page.getByRole('banner').getByText('reference ops')).toBeVisible();
  const excess = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await excess()).toBe(0);
});

test('a switch that does not exist is named, and nothing can be started', async ({ page }) => {
  const studio = studioOf(page);
  await page.goto('/?ops=refrence');
  await expect(studio.alert).toContainText('ops=refrence');
  await expect(studio.button('Start training')).toHaveAttribute('aria-disabled', 'true');
});
