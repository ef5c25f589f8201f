/** Settings as a person meets them: refused with a reason, advised, previewed, and changed while a run trains. */
import { expect, test } from '../support/pageTest.ts';
import { stateOf, studioOf } from '../support/studio.ts';

test('settings that do not go together cannot be started, and say why', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny', loss: 'relativistic', r1Gamma: 1, r2Gamma: 0 });
  await studio.usePhantoms();
  const start = studio.button('Start training');
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await expect(studio.training).toContainText('set R2 gamma above 0');
  const r2 = studio.training.getByRole('textbox', { name: 'R2 gamma' });
  await expect(r2).toHaveAttribute('aria-invalid', 'true');
  await r2.fill('1');
  await r2.press('Enter');
  await expect(start).not.toHaveAttribute('aria-disabled');

  await studio.training.getByRole('switch', { name: 'Tell the class' }).check();
  await expect(studio.training).toContainText('no two classes to tell apart');
  await expect(start).toHaveAttribute('aria-disabled', 'true');
});

test('warnings do not block, and a suggestion is used only when asked', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'digits32', r1Gamma: 0.3 });
  await studio.usePhantoms();
  await expect(studio.training).toContainText('1 warning: the run can start');
  await expect(studio.button('Start training')).not.toHaveAttribute('aria-disabled');
  await studio.training.getByText(/suggestions from rules of thumb/).click();
  expect((await stateOf(page)).config.r1Gamma).toBe(0.3);
  await studio.training.getByRole('button', { name: 'Use 3 for R1 gamma' }).click();
  expect((await stateOf(page)).config.r1Gamma).toBe(3);
  await expect(studio.training).not.toContainText('1 warning');
  await studio.button('Use all suggestions').click();
  expect((await stateOf(page)).config).toMatchObject({ augment: 'ada', mappingLayers: 2 });
});

test('the students’ presets can be chosen, and say what is ours', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open();
  const preset = page.getByRole('combobox', { name: 'Preset' });
  await preset.selectOption('student-oasis256-msg');
  await expect(studio.training).toContainText('150 epochs are theirs');
  expect((await stateOf(page)).config).toMatchObject({ arch: 'msg', batch: 32, gLr: 0.001, resolution: 256 });
  await preset.selectOption('student-adni128-nc');
  expect((await stateOf(page)).config).toMatchObject({ trainOn: ['NC'], startResolution: 8, resolution: 128 });
});

test('the preview shows augmented slices beside real ones', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny', augment: 'fixed', augmentP: 0.5, augmentOps: 'all' });
  await studio.usePhantoms();
  await studio.button('Preview augmentation').click();
  const sheet = studio.training.getByRole('img', { name: 'Augmented slices' });
  await expect(sheet).toBeVisible();
  const rowsDiffer = () =>
    sheet.evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const tile = canvas.width / 6;
      const row = (y: number) => String(canvas.getContext('2d')?.getImageData(0, y * tile, canvas.width, tile).data);
      return row(0) !== row(1);
    });
  await expect.poll(rowsDiffer).toBe(true);
});

test('a setting changed while it trains is applied, marked and can be undone', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny' });
  await studio.usePhantoms();
  await studio.start();
  await expect.poll(studio.nimg).toBeGreaterThan(0);
  const live = studio.training.getByRole('group', { name: 'Change while running' });
  const gamma = live.getByRole('textbox', { name: 'R1 gamma' });
  await gamma.fill('-1');
  await gamma.press('Enter');
  await expect(live.getByRole('button', { name: 'Apply' })).toHaveAttribute('aria-disabled', 'true');
  await expect(live).toContainText('R1 gamma is -1');

  await gamma.fill('0');
  await gamma.press('Enter');
  await live.getByRole('button', { name: 'Apply' }).click();
  const changes = studio.training.getByRole('region', { name: 'Changes' });
  await expect(changes).toContainText('R1 gamma 0.3 to 0');
  await expect(studio.losses.getByText(/^(R1 gamma 0|#1)$/).first()).toBeVisible();
  const changedAt = await studio.nimg();
  await expect.poll(studio.nimg).toBeGreaterThan(changedAt);

  await changes.getByRole('button', { name: 'Undo R1 gamma 0.3 to 0' }).click();
  await expect(changes).toContainText('R1 gamma 0 to 0.3');
  const criticSteps = live.getByRole('textbox', { name: 'Critic steps' });
  await criticSteps.fill('2');
  await criticSteps.press('Enter');
  await live.getByRole('button', { name: 'Apply' }).click();
  await expect(changes).toContainText('Critic steps 1 to 2');
  const doubledAt = await studio.nimg();
  await expect.poll(studio.nimg).toBeGreaterThan(doubledAt);
  const csv = await page.evaluate(() => window.gyrus?.losses() ?? '');
  expect(csv.split('\n')[0]).toMatch(/,changed_after$/);
  expect(csv).toContain('"R1 gamma 0.3 to 0"');
  await studio.losses.getByRole('button', { name: 'Show as table' }).click();
  await expect(studio.losses.getByRole('columnheader', { name: 'Changed then' }).first()).toBeVisible();
  await studio.button('Stop').click();
  await studio.reaches('stopped');
  const used = await page.evaluate(() => window.gyrus?.getState().run?.config);
  expect(used).toMatchObject({ r1Gamma: 0.3, nCritic: 2 });
});
