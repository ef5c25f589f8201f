/** The whole way on phantoms: data, a run of `tiny` to its end with pause and resume, curves, history, weights. */
import { expectedShapes } from '../support/expectedShapes.ts';
import { expect, test } from '../support/pageTest.ts';
import { fingerprint, lossColumns, stateOf, studioOf } from '../support/studio.ts';
import { readWeightsArchive } from '../support/weightsArchive.ts';

/** Long enough for several steps of `tiny` on the slowest adapter. */
const LONG_ENOUGH_TO_STEP_MS = 4000;

test('phantoms and the recipe tiny train to the end and leave weights to take home', async ({ page }, testInfo) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny', seed: 7 });
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveValue('tiny');

  await test.step('phantoms are drawn and shown', async () => {
    await studio.usePhantoms();
    await expect(page.getByRole('img', { name: 'Real slices' })).toBeVisible();
    await expect(studio.status).toContainText('ready');
  });

  await test.step('the first sheet comes before training has got anywhere', async () => {
    await studio.start();
    await expect(studio.status).toContainText('training');
  });

  await test.step('pause holds kimg still, resume goes on', async () => {
    await expect.poll(studio.nimg).toBeGreaterThan(0);
    await studio.button('Pause').click();
    await studio.reaches('paused');
    await expect(studio.status).toContainText('paused');
    const held = await studio.nimg();
    const line = await studio.status.textContent();
    await page.waitForTimeout(LONG_ENOUGH_TO_STEP_MS);
    expect(await studio.nimg()).toBe(held);
    expect(await studio.status.textContent()).toBe(line);
    await studio.button('Resume').click();
    await expect.poll(studio.nimg).toBeGreaterThan(held);
  });

  await test.step('the run reaches its planned length', async () => {
    await studio.reaches('finished');
    await expect(studio.status).toContainText('finished');
    const { nimg, totalNimg } = await stateOf(page);
    expect(nimg).toBe(totalNimg);
    await expect(studio.status).toContainText('8 × 8');
  });

  await test.step('every loss is finite, through both resolutions and the fade', async () => {
    const { nimg, resolution, alpha, lossG, lossD } = await lossColumns(page);
    expect(nimg.length).toBeGreaterThan(100);
    expect(nimg.every((value, step) => value > (nimg[step - 1] ?? 0))).toBe(true);
    expect(lossD.filter((loss) => !Number.isFinite(loss))).toEqual([]);
    expect(lossG.filter((loss) => !Number.isFinite(loss))).toEqual([]);
    expect([...new Set(resolution)]).toEqual([4, 8]);
    expect(alpha.some((value) => value > 0 && value < 1)).toBe(true);
  });

  await test.step('the losses are drawn', async () => {
    const curves = studio.losses.locator('svg path.recharts-curve');
    await expect.poll(() => curves.count()).toBeGreaterThanOrEqual(4);
    for (const curve of await curves.all()) {
      const points = await curve.getAttribute('d');
      expect(points).toMatch(/L/);
      expect(points).not.toMatch(/NaN|Infinity/);
    }
  });

  await test.step('the epoch slider shows different sheets', async () => {
    expect((await stateOf(page)).sheets).toBeGreaterThanOrEqual(3);
    const last = await fingerprint(studio);
    await studio.epoch.press('Home');
    await expect.poll(() => fingerprint(studio)).not.toBe(last);
    const first = await fingerprint(studio);
    expect(first).toBeDefined();
    await expect(studio.samples).toContainText('0.0 kimg');
    await studio.epoch.press('ArrowRight');
    await expect.poll(() => fingerprint(studio)).not.toBe(first);
    await studio.epoch.press('End');
    await expect.poll(() => fingerprint(studio)).toBe(last);
  });

  await test.step('Download weights is there once in every view, and its zip holds what it should', async () => {
    for (const view of ['Export', 'Watch']) {
      await page.getByRole('tab', { name: view }).click();
      await expect(studio.button('Download weights')).toHaveCount(1);
      await expect(studio.button('Download weights')).toBeVisible();
    }
    const coming = page.waitForEvent('download');
    await studio.button('Download weights').click();
    const path = testInfo.outputPath('weights.zip');
    await (await coming).saveAs(path);
    const { names, tensors, dataBytes, options, ticks } = await readWeightsArchive(path);
    expect(names).toContain('network-snapshot-000001.safetensors');
    expect(names).toContain('reals.png');
    expect(names).toContain('fakes000001.png');

    const { config } = await stateOf(page);
    expect(options).toMatchObject({ preset: 'tiny', seed: 7, resolution: 8, startResolution: 4 });
    const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]));
    expect(shapes).toMatchObject(expectedShapes(config));
    let end = 0;
    for (const { dtype, shape, data_offsets } of tensors.values()) {
      expect(dtype).toBe('F32');
      expect(data_offsets[0]).toBe(end);
      end = data_offsets[1];
      expect(end - data_offsets[0]).toBe(4 * shape.reduce((product, size) => product * size, 1));
    }
    expect(end).toBe(dataBytes);
    expect(ticks.length).toBeGreaterThanOrEqual(10);
    expect(ticks.at(-1)).toMatchObject({ resolution: 8, nimg: await studio.nimg() });
  });
});

test('a reload in mid-run leaves no half-state behind', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny' });
  await studio.usePhantoms();
  await studio.start();
  await expect.poll(studio.nimg).toBeGreaterThan(0);

  await page.reload();
  await expect.poll(async () => (await stateOf(page)).engine).toBe('ready');
  await expect(studio.status).toContainText('idle');
  await expect(studio.picture).toHaveCount(0);
  await expect(studio.button('Pause')).toHaveCount(0);
  await expect(studio.button('Download weights')).toHaveCount(0);
  await expect(studio.alert).toHaveCount(0);

  await studio.usePhantoms();
  await studio.start();
  await expect.poll(studio.nimg).toBeGreaterThan(0);
  await studio.button('Stop').click();
  await studio.reaches('stopped');
  await expect(studio.button('Start training')).toBeVisible();
});
