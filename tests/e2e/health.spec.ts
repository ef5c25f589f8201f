/**
 * The alarm and its ways on, as the page shows recorded readings and what it then asks of the worker; a run that trains, whose
 * health is read; and one that collapses, whose healthy save goes on as a fork.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Recipe } from '../../src/protocol/trainConfig.ts';
import { configOf } from '../../src/protocol/validate.ts';
import { expect, test } from '../support/pageTest.ts';
import { commandsOf, replyWith, withRecordedEngine } from '../support/recordedEngine.ts';
import { recordedAlarm, recordedHealthy, recordedRemedy } from '../support/recordedHealth.ts';
import { lossColumns, stateOf, studioOf } from '../support/studio.ts';

const PHONE = { width: 390, height: 844 };

test('an alarm says what happened and what can be done; each way on is asked of the worker', async ({ page }) => {
  const studio = studioOf(page);
  await withRecordedEngine(page, 21);
  await studio.open();
  await studio.button('Use phantom data').click();
  await studio.start();
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health.getByText('appears here with its first tick')).toBeVisible();

  // A switch is a command; what is answered is as if the monitor had just read the run.
  const mayItself = health.getByText(/^Gyrus may by itself: nothing$/);
  await mayItself.click();
  const doubles = health.getByRole('switch', { name: 'Double R1 gamma' });
  await replyWith(page, { 'health/automatic': recordedHealthy() });
  await doubles.click();
  expect((await commandsOf(page, 'health/automatic')).at(-1)?.remedies).toEqual(['double-r1']);
  await expect(health.getByText('No signal is out of its band.')).toBeVisible();
  await expect(health.getByRole('listitem')).toHaveCount(6);
  await expect(health.getByRole('listitem').first()).toContainText('healthy 0.00 to 0.42');
  await expect(studio.alert).toHaveCount(0);

  await replyWith(page, { 'health/automatic': recordedAlarm(), 'health/remedy': recordedRemedy()[1] });
  await health.getByRole('switch', { name: 'Halve the learning rates' }).click();
  const alarm = studio.alert.filter({ hasText: 'The generated pictures are becoming alike' });
  await expect(alarm).toContainText('Alarm since 19.0 kimg.');
  await expect(alarm).toContainText('Going back alone repeats the same steps');
  await expect(health.getByText('Alarm', { exact: true }).first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  await page.setViewportSize(PHONE);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  await alarm.getByRole('button', { name: 'Double R1 gamma, from 0.3 to 0.6' }).click();
  expect(await commandsOf(page, 'health/remedy')).toMatchObject([{ kind: 'double-r1' }]);
  await expect(alarm).toContainText('At 19.6 kimg: By Gyrus itself: Double R1 gamma, from 0.3 to 0.6.');
  await alarm.getByRole('button', { name: 'Go back to 16.0 kimg' }).click();
  expect(await commandsOf(page, 'health/goBack')).toHaveLength(1);
  await alarm.getByRole('button', { name: 'Fork from 16.0 kimg' }).click();
  expect(await commandsOf(page, 'health/fork')).toMatchObject([{ from: 'healthy' }]);
  await alarm.getByRole('button', { name: 'Leave it' }).click();
  await expect(alarm).toHaveCount(0);
});

test('a run that trains has its health read at each tick', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny', kimgPerResolution: 0.4, tickKimg: 0.05 });
  await studio.usePhantoms();
  await studio.start();
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health.getByRole('listitem')).toHaveCount(6);
  await expect(health.getByText(/^at 0\.\d kimg$/)).toBeVisible();
});

const BATCH = 16;
/** One stage of a hundred steps, whose scores can be read from a quarter of a kimg on. */
const ONE_STAGE: Recipe = {
  ...{ preset: 'tiny', seed: 11, startResolution: 8, kimgPerResolution: 1.6 },
  ...{ batch: BATCH, mbstdGroup: 4, tickKimg: 0.064 },
};
/** The largest that the form takes. */
const ABSURD_RATE = '1';
/** Losses of a run that is well are about 1; those of the collapse are beyond a thousand. */
const LARGEST_LOSS = 10;

test('a run collapses; a fork of its last healthy save, made from the alarm, trains to its end', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open(ONE_STAGE);
  await studio.usePhantoms();
  await studio.start();
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health.getByText('No signal is out of its band.')).toBeVisible();
  await studio.button('Pause').click();
  await studio.reaches('paused');

  await test.step('a save at which all was well is kept', async () => {
    await page.getByRole('tab', { name: 'Evaluate' }).click();
    await page.getByLabel('Pictures when asked').fill('64');
    await page.getByLabel('Pictures when asked').press('Enter');
    await studio.button('Measure now').click();
    await page.getByRole('tab', { name: 'Watch' }).click();
    await expect(health.getByText(/^Checkpoints kept: the last healthy one, at 0\.\d kimg/)).toBeVisible();
  });
  const before = await lossColumns(page);
  const kept = before.nimg.at(-1) as number;
  expect(await page.evaluate(() => window.gyrus?.getState().run?.health?.healthyNimg)).toBe(kept);

  await test.step('absurd rates raise the alarm', async () => {
    const live = studio.training.getByRole('group', { name: 'Change while running' });
    for (const name of ['G learning rate', 'D learning rate']) {
      await live.getByLabel(name, { exact: true }).fill(ABSURD_RATE);
      await live.getByLabel(name, { exact: true }).press('Enter');
    }
    await live.getByRole('button', { name: 'Apply' }).click();
    await studio.button('Resume').click();
    const alarm = studio.alert.filter({ hasText: 'Alarm since' });
    await expect(alarm).toContainText('The last healthy checkpoint, at 0.');
    await alarm.getByRole('button', { name: /^Fork from 0\.\d kimg$/ }).click();
    await studio.training.getByRole('button', { name: 'Stop', exact: true }).click();
    await studio.reaches('stopped');
  });

  await page.getByRole('tab', { name: 'Runs' }).click();
  const runs = page.getByRole('region', { name: 'Runs' });
  const fork = runs.getByRole('listitem', { name: /^tiny, .* from 0\.\d kimg$/ });
  await fork.getByRole('button', { name: /^Resume/ }).click();
  await studio.reaches('finished');
  const { totalNimg } = await stateOf(page);
  const after = await lossColumns(page);
  expect(after.nimg).toEqual(Array.from({ length: totalNimg / BATCH }, (_, i) => BATCH * (i + 1)));
  expect(after.lossG.slice(0, before.nimg.length)).toEqual(before.lossG);
  expect(after.lossD.slice(0, before.nimg.length)).toEqual(before.lossD);
  // With the rates, and so the losses, of before.
  expect(Math.max(...after.lossG, ...after.lossD)).toBeLessThan(LARGEST_LOSS);
  const run = await page.evaluate(() => {
    const run = window.gyrus?.getState().run;
    return { rates: [run?.config.gLr, run?.config.dLr], changes: run?.changes, healthEvents: run?.healthEvents };
  });
  const { gLr, dLr } = configOf(ONE_STAGE);
  expect(run).toEqual({ rates: [gLr, dLr], changes: [], healthEvents: [] });
});
