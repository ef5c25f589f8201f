/** The page itself: keys, narrow screens, names for screen readers. */
import { expect, test } from '../support/pageTest.ts';
import { BRIEF, studioOf } from '../support/studio.ts';

const PHONE = { width: 390, height: 844 };

test('Ctrl Enter starts, Space pauses and resumes', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny' });
  await studio.usePhantoms();
  await page.keyboard.press('Control+Enter');
  await studio.reaches('training');
  await page.locator('body').focus();
  await page.keyboard.press('Space');
  await studio.reaches('paused');
  await page.keyboard.press('Space');
  await studio.reaches('training');
  await studio.button('Stop').click();
  await studio.reaches('stopped');
});

test('a phone shows everything without scrolling sideways', async ({ page }) => {
  await page.setViewportSize(PHONE);
  const studio = studioOf(page);
  await studio.open(BRIEF);
  await expectNoSidewaysScroll();
  await studio.usePhantoms();
  await expectNoSidewaysScroll();
  await studio.start();
  await expectNoSidewaysScroll();
  await studio.reaches('finished');
  for (const view of ['Export', 'Watch']) {
    await page.getByRole('tab', { name: view }).click();
    await expectNoSidewaysScroll();
  }

  async function expectNoSidewaysScroll() {
    const { scroll, client } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      client: document.documentElement.clientWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(client);
  }
});

test('every control has a name', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open(BRIEF);
  await expectNames();
  await studio.usePhantoms();
  await studio.start();
  await studio.reaches('finished');
  await expectNames();

  async function expectNames() {
    const controls = page.locator(
      'button, input, select, textarea, a[href], [role=slider], [role=tab], canvas[role=img]',
    );
    const nameless: string[] = [];
    for (const control of await controls.all()) {
      if (!(await control.isVisible())) continue;
      const tree = await control.ariaSnapshot();
      if (!/^- \w+ ("|\/)/.test(tree))
        nameless.push(await control.evaluate((element) => element.outerHTML.slice(0, 120)));
    }
    expect(nameless).toEqual([]);
  }
});
