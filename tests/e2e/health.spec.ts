/**
 * The alarm and its ways on, as the page shows recorded readings and what it then asks of the worker; and a run that trains,
 * whose health is read.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/pageTest.ts';
import { commandsOf, replyWith, withRecordedEngine } from '../support/recordedEngine.ts';
import { recordedAlarm, recordedHealthy, recordedRemedy } from '../support/recordedHealth.ts';
import { studioOf } from '../support/studio.ts';

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
