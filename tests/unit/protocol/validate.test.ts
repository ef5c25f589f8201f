import { expect, test } from 'vitest';
import { FIELDS } from '../../../src/protocol/fields.ts';
import { planStages } from '../../../src/protocol/plan.ts';
import { DEFAULT_PRESET, PRESETS, presetById } from '../../../src/protocol/presets.ts';
import { atResolution } from '../../../src/protocol/trainConfig.ts';
import { configOf, parseRecipe, problemsOf, recipeHash, recipeOf } from '../../../src/protocol/validate.ts';

test('every preset is valid, and every field of it is in the form', () => {
  for (const { id, config } of PRESETS) {
    expect(problemsOf(config), id).toEqual({});
    expect(config.preset).toBe(id);
    expect(Object.keys(config).sort()).toEqual(FIELDS.map((field) => field.name).sort());
  }
});

test('an out-of-range value is named by its field, never clamped', () => {
  const config = { ...configOf({}), gLr: -1, mappingLayers: 2.5 };
  const problems = problemsOf(config);
  expect(problems.gLr).toContain('Generator is -1');
  expect(problems.mappingLayers).toContain('whole number');
  expect(config.gLr).toBe(-1);
});

test('a batch that the minibatch groups do not divide is a problem of the batch', () => {
  expect(problemsOf({ ...configOf({}), batch: { 8: 16, 32: 6 } }).batch).toContain('6');
  expect(problemsOf({ ...configOf({}), batch: 2 })).toEqual({});
});

test.each([
  ['{', 'not valid JSON'],
  ['[1]', 'one JSON object'],
  ['{"zdim":4}', '"zdim"'],
  ['{"batch":"many"}', '"batch"'],
  ['{"preset":"nope"}', '"nope"'],
])('the recipe %s is refused with a sentence', (text, part) => {
  const parsed = parseRecipe(text);
  expect('failure' in parsed && parsed.failure.message).toContain(part);
});

test('a recipe link gives back the config it was made from', () => {
  for (const { config } of PRESETS)
    for (const changed of [config, { ...config, seed: 7, batch: { 8: 4 }, loss: 'wgan-gp' as const }]) {
      const parsed = parseRecipe(decodeURIComponent(recipeHash(changed).slice('#recipe='.length)));
      expect('recipe' in parsed && configOf(parsed.recipe)).toEqual(changed);
    }
});

test('an unchanged preset needs only its name', () => {
  expect(recipeOf(configOf({}))).toEqual({ preset: DEFAULT_PRESET });
});

test('a recipe that names a loss gets that loss’s own penalty', () => {
  expect(configOf({ preset: 'phantom32', loss: 'wgan-gp' })).toMatchObject({
    r1Gamma: 0,
    gpWeight: 10,
    wganDrift: 0.001,
  });
  expect(configOf({ preset: 'adni128', loss: 'logistic' }).r1Gamma).toBeGreaterThan(0);
});

test('stages are whole batches, the first without a fade, and kimg wins over epochs', () => {
  const config = { ...configOf({ preset: 'tiny' }), batch: 8, kimgPerResolution: 0.5, fadeShare: 0.5 };
  expect(planStages(config, 100)).toEqual([
    { resolution: 4, startNimg: 0, endNimg: 504, fadeNimg: 0 },
    { resolution: 8, startNimg: 504, endNimg: 1008, fadeNimg: 252 },
  ]);
  expect(planStages({ ...config, kimgPerResolution: 0, epochsPerResolution: 2 }, 100)[1]?.endNimg).toBe(400);
});

test('a per-resolution map takes the nearest smaller entry', () => {
  expect([4, 8, 16, 64, 128].map((r) => atResolution({ 8: 32, 64: 16 }, r))).toEqual([32, 32, 32, 16, 16]);
  expect(presetById('nope')).toBeUndefined();
});
