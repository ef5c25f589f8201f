/** A recipe link sets the form, and a wrong one is named instead of half used. */
import { expect, test } from '../support/pageTest.ts';
import { recipeAddress, stateOf, studioOf } from '../support/studio.ts';

test('a recipe link sets the form', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'mnist32', seed: 7, batch: { 8: 32, 32: 8 } });
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveValue('mnist32');
  await expect(studio.training.getByRole('textbox', { name: 'Seed' })).toHaveValue('7');
  expect((await stateOf(page)).config).toMatchObject({ preset: 'mnist32', seed: 7, batch: { 8: 32, 32: 8 } });
});

test('a second link on an open page sets the form again', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'mnist32', seed: 7 });
  await page.goto(recipeAddress({ preset: 'tiny', seed: 9 }));
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveValue('tiny');
  await expect(studio.training.getByRole('textbox', { name: 'Seed' })).toHaveValue('9');
});

const WRONG = [
  { what: 'an unknown setting', recipe: { preset: 'tiny', learningRate: 1 }, says: /learningRate/ },
  { what: 'an unknown preset', recipe: { preset: 'huge' }, says: /huge/ },
  { what: 'a value of the wrong kind', recipe: { seed: 'seven' }, says: /seed/i },
];
for (const { what, recipe, says } of WRONG) {
  test(`a link with ${what} is named, and the form keeps its default`, async ({ page }) => {
    const studio = studioOf(page);
    await page.goto(recipeAddress(recipe));
    await expect(studio.alert).toHaveText(says);
    await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveValue('phantom32');
  });
}

test('a value out of bounds is named beside its field and nothing can be started with it', async ({ page }) => {
  const studio = studioOf(page);
  await studio.open({ preset: 'tiny', batch: 7 });
  await studio.usePhantoms();
  await expect(studio.training).toContainText(/Batch 7 at .*minibatch groups/);
  await expect(studio.button('Start training')).toHaveAttribute('aria-disabled', 'true');
});
