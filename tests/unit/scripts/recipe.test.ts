/** From command line options to a recipe. */
import { describe, expect, it } from 'vitest';
import { recipeFrom, recipeHash, withKimg } from '../../../scripts/lib/recipe.mjs';
import { planStages } from '../../../src/protocol/plan.ts';
import { configOf } from '../../../src/protocol/validate.ts';

describe('recipeFrom', () => {
  it('puts the named preset over the JSON', () => {
    expect(recipeFrom({ preset: 'tiny', json: '{"preset":"mnist32","seed":7}' })).toEqual({ preset: 'tiny', seed: 7 });
    expect(recipeFrom({})).toEqual({});
  });
  it('names JSON that is none, and JSON that is no object', () => {
    expect(() => recipeFrom({ json: '{seed:7}' })).toThrow(/not valid JSON/);
    for (const json of ['[]', 'null', '7']) expect(() => recipeFrom({ json })).toThrow(/one JSON object/);
  });
});

describe('withKimg', () => {
  const grows = { startResolution: 4, resolution: 32 };

  it('shares the length equally among the resolutions', () => {
    expect(withKimg({ seed: 7 }, grows, 20)).toEqual({ seed: 7, kimgPerResolution: 5 });
    expect(withKimg({ kimgPerResolution: 3 }, { startResolution: 8, resolution: 8 }, 20).kimgPerResolution).toBe(20);
  });

  it("keeps the proportions of the recipe's own map, where a missing resolution takes the nearest smaller one", () => {
    const { kimgPerResolution } = withKimg({ kimgPerResolution: { 4: 1, 16: 4 } }, grows, 20);
    expect(kimgPerResolution).toEqual({ 4: 2, 8: 2, 16: 8, 32: 8 });
  });

  it('refuses a map of nothing', () => {
    expect(() => withKimg({ kimgPerResolution: { 4: 0 } }, grows, 20)).toThrow(/adds up to nothing/);
    expect(() => withKimg({ kimgPerResolution: {} }, grows, 20)).toThrow(/adds up to nothing/);
  });

  it('comes to the wanted length by the plan of the page', () => {
    for (const recipe of [{ preset: 'tiny' }, { preset: 'mnist32', kimgPerResolution: { 8: 1, 32: 3 } }]) {
      const config = configOf(withKimg(recipe, configOf(recipe), 20));
      const total = planStages(config, 1000).at(-1)?.endNimg ?? 0;
      // Each stage is rounded up to whole batches of at most 16.
      expect(total).toBeGreaterThanOrEqual(20_000 - 1);
      expect(total).toBeLessThan(20_000 + 3 * 16);
    }
  });
});

it('writes a recipe as the address that the page reads', () => {
  const hash = recipeHash({ preset: 'tiny', trainOn: ['A & B'] });
  expect(JSON.parse(decodeURIComponent(hash.slice('#recipe='.length)))).toEqual({ preset: 'tiny', trainOn: ['A & B'] });
});
