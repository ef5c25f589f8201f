import { expect, test } from 'vitest';
import { FIELDS } from '../../../src/protocol/fields.ts';
import { planStages } from '../../../src/protocol/plan.ts';
import { DEFAULT_PRESET, PRESETS, presetById } from '../../../src/protocol/presets.ts';
import { atResolution, type Recipe, type TrainConfig } from '../../../src/protocol/trainConfig.ts';
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
  expect(problemsOf({ ...configOf({}), batch: 2 }).batch).toContain('lower mbstd group to 2');
  expect(problemsOf({ ...configOf({}), batch: 2, mbstdGroup: 2 })).toEqual({});
});

/** What a run cannot start with, the field that says so, and a word of the sentence. */
const REFUSED: readonly [string, Recipe, keyof TrainConfig, string][] = [
  ['wgan-gp without its penalty', { loss: 'wgan-gp', gpWeight: 0 }, 'gpWeight', 'set it to 10'],
  ['relativistic without R1', { loss: 'relativistic', r1Gamma: 0, r2Gamma: 1 }, 'r1Gamma', 'set R1 gamma'],
  ['relativistic without R2', { loss: 'relativistic', r1Gamma: 1, r2Gamma: 0 }, 'r2Gamma', 'set R2 gamma'],
  ['path length for stylegan', { plWeight: 2 }, 'plWeight', 'stylegan2 and msg alone'],
  ['parts that do not divide the batch', { accumulation: 3 }, 'batch', '3 equal parts'],
  ['parts below the minibatch group', { accumulation: 8 }, 'batch', 'in 8 parts of 2'],
  ['parts that are no whole groups', { batch: 24, accumulation: 4 }, 'batch', 'groups of 4'],
  ['an unknown augmentation', { augmentOps: ['spin'] }, 'augmentOps', '"spin"'],
  ['an unknown set of augmentations', { augmentOps: 'liver' }, 'augmentOps', '"liver"'],
  ['ada without held-out slices', { loss: 'wgan-gp', augment: 'ada', heldOut: 0 }, 'heldOut', 'fixed'],
  ['classes that end before they begin', { conditional: true, labelFromKimg: 8 }, 'labelFullKimg', 'at 8'],
  ['one class to tell', { conditional: true, trainOn: ['AD'] }, 'conditional', 'AD alone'],
  ['a start above the end', { arch: 'msg', resolution: 16, startResolution: 32 }, 'startResolution', '16 px or less'],
];

test.each(REFUSED)('%s is refused at its field, with what to do', (_, recipe, field, part) => {
  const problems = problemsOf(configOf(recipe));
  expect(Object.keys(problems)).toEqual([field]);
  expect(problems[field]).toContain(part);
});

test('settings that belong together are no problem', () => {
  const accepted: readonly Recipe[] = [
    { loss: 'relativistic' },
    { arch: 'stylegan2', plWeight: 2, startResolution: 512 },
    { batch: 32, accumulation: 8 },
    { loss: 'logistic', augment: 'ada', heldOut: 0 },
    { loss: 'hinge', r1Gamma: 0 },
    { conditional: true, labelFromKimg: 4, labelFullKimg: 8 },
  ];
  for (const recipe of accepted) expect(problemsOf(configOf(recipe)), JSON.stringify(recipe)).toEqual({});
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
