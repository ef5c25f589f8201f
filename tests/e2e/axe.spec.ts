/**
 * Accessibility of every view, dark and light: axe finds nothing serious or critical, headings go down a level at a time, and
 * no two landmarks have one name. A recorded run stands in for the engine.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/pageTest.ts';
import { withRecordedEngine } from '../support/recordedEngine.ts';
import { studioOf } from '../support/studio.ts';

const VIEWS = ['Watch', 'Explore', 'Evaluate', 'Runs', 'Export'] as const;
const KIMG = 21;
/** Rules that axe calls moderate, and that screen readers find their way by. */
const ORDER: readonly string[] = ['heading-order', 'landmark-unique'];

for (const colorScheme of ['dark', 'light'] as const) {
  test(`nothing serious on any view, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const studio = studioOf(page);
    await withRecordedEngine(page, KIMG);
    await studio.open();
    const found = [...(await seriousIn(page, 'Prepare'))];
    await studio.usePhantoms();
    await studio.start();
    for (const name of VIEWS) {
      await page.getByRole('tab', { name }).click();
      await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
      found.push(...(await seriousIn(page, name)));
    }
    expect(found).toEqual([]);
  });
}

/** Each finding as "view: rule at element". */
async function seriousIn(page: ConstructorParameters<typeof AxeBuilder>[0]['page'], view: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ id, impact }) => impact === 'serious' || impact === 'critical' || ORDER.includes(id))
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${view}: ${id} at ${target.join(' ')}`));
}
