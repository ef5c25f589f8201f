/** Warnings say what is unwise and what to do; suggestions follow the rules they cite; both are silent where all is well. */
import { describe, expect, it } from 'vitest';
import { type DataFacts, dataFactsOf, plannedKimg, problemsWithData } from '../../../src/protocol/dataFacts.ts';
import { PRESETS } from '../../../src/protocol/presets.ts';
import { suggestionsOf } from '../../../src/protocol/suggestions.ts';
import type { Recipe, TrainConfig } from '../../../src/protocol/trainConfig.ts';
import { configOf, problemsOf } from '../../../src/protocol/validate.ts';
import { warningsOf } from '../../../src/protocol/warnings.ts';
import { RECORDED_SUMMARY } from '../../support/recordedRun.ts';

const facts: DataFacts = { usualSide: 120, trainingSlices: 1254, heldOutSlices: 140, classes: ['AD', 'NC'] };
const few: DataFacts = { ...facts, trainingSlices: 300 };

describe('warnings', () => {
  it('has none for any preset, which needs no data set to be wise', () => {
    for (const { id, config } of PRESETS) expect(warningsOf(config), id).toEqual({});
  });

  const UNWISE: readonly [string, Recipe, DataFacts | undefined, keyof TrainConfig, string][] = [
    ['minimax', { loss: 'minimax' }, undefined, 'loss', 'saturates'],
    ['a loss without R1', { loss: 'hinge', r1Gamma: 0 }, undefined, 'r1Gamma', 'about 0.3'],
    ['too little R1 at 32 px', { r1Gamma: 0.0128 }, undefined, 'r1Gamma', 'Try 0.3'],
    ['too little R1 for digits', { preset: 'digits32', r1Gamma: 0.3 }, undefined, 'r1Gamma', 'Try 3'],
    ['too little R1 at 256 px', { preset: 'oasis256', r1Gamma: 0.1 }, undefined, 'r1Gamma', 'Try 1.6'],
    ['a batch of 2', { batch: { 8: 16, 32: 2 }, mbstdGroup: 2 }, undefined, 'batch', '2 at 32 px'],
    ['a run of 1 kimg', { preset: 'brain32', kimgPerResolution: 1 }, undefined, 'kimgPerResolution', '1 kimg'],
    [
      'a run of one epoch',
      { preset: 'brain32', kimgPerResolution: 0, epochsPerResolution: 1 },
      facts,
      'epochsPerResolution',
      '1.3 kimg',
    ],
    ['two classes from the first step', { conditional: true }, facts, 'labelFromKimg', 'issue 627'],
    [
      'classes that never count in full',
      { conditional: true, labelFullKimg: 90 },
      facts,
      'labelFullKimg',
      'ends at 30 kimg',
    ],
    ['slices enlarged four times', { preset: 'oasis128' }, { ...facts, usualSide: 28 }, 'resolution', 'Choose 32 px'],
    ['few slices shown often', { preset: 'oasis64' }, few, 'augment', 'Choose ada'],
    ['fixed augmentation that does nothing', { augment: 'fixed' }, undefined, 'augmentP', 'raise it'],
    ['augmentation that leaks', { augment: 'fixed', augmentP: 0.9 }, undefined, 'augmentP', 'smaller'],
    ['flips of a brain', { augment: 'ada', augmentOps: 'all' }, undefined, 'augmentOps', 'left and right'],
  ];
  it.each(UNWISE)('names %s without refusing it', (_, recipe, data, field, part) => {
    const config = configOf(recipe);
    expect(problemsOf(config)).toEqual({});
    const warnings = warningsOf(config, data);
    expect(Object.keys(warnings)).toEqual([field]);
    expect(warnings[field]).toContain(part);
  });

  it('is silent about few slices that are augmented, or shown a few times', () => {
    expect(warningsOf(configOf({ preset: 'oasis64', augment: 'ada' }), few)).toEqual({});
    expect(warningsOf(configOf({}), dataFactsOf(RECORDED_SUMMARY, { trainOn: 'all' }))).toEqual({});
  });

  it('trusts wgan-gp without R1, and ten classes from the first step', () => {
    expect(warningsOf(configOf({ loss: 'wgan-gp' }))).toEqual({});
    const digits = { ...facts, classes: ['0', '1', '2'] };
    expect(warningsOf(configOf({ conditional: true }), digits)).toEqual({});
  });
});

describe('the data set', () => {
  it('is summed up for the classes that are trained on', () => {
    const classes = ['AD', 'NC'].map((name) => ({ name, slices: 250, subjects: 18 }));
    const summary = { ...RECORDED_SUMMARY, classes, sizes: [{ width: 90, height: 120, slices: 500 }] };
    expect(dataFactsOf(summary, { trainOn: ['NC'] })).toMatchObject({ usualSide: 120, classes: ['NC'] });
    expect(dataFactsOf(RECORDED_SUMMARY, { trainOn: 'all' }).classes).toEqual([]);
  });

  it('makes some runs impossible', () => {
    const flat = { ...facts, classes: [], heldOutSlices: 0 };
    expect(problemsWithData(configOf({ conditional: true }), flat).conditional).toContain('no two classes');
    expect(problemsWithData(configOf({ loss: 'wgan-gp', augment: 'ada' }), flat).heldOut).toContain('none is held out');
    expect(problemsWithData(configOf({ conditional: true }), facts)).toEqual({});
    expect(problemsWithData(configOf({ augment: 'ada' }), flat)).toEqual({});
  });

  it('tells how long a run in epochs is', () => {
    const config = configOf({ preset: 'student-oasis256-msg' });
    expect(plannedKimg(config, undefined)).toBeUndefined();
    expect(plannedKimg(config, facts)).toBeCloseTo(188.1, 0);
    expect(plannedKimg(configOf({}), undefined)).toBeCloseTo(30, 0);
  });
});

describe('suggestions', () => {
  const suggested = (recipe: Recipe, data?: DataFacts) =>
    Object.fromEntries(suggestionsOf(configOf(recipe), data).map(({ field, value }) => [field, value]));

  it('follows StyleGAN2-ADA from 128 px up', () => {
    const base = { arch: 'stylegan2', batch: 4 } as const;
    const rates = { gLr: 0.0025, dLr: 0.0025 };
    const sizes = { mappingLayers: 2, channelBase: 16_384, channelMax: 512, zDim: 512, wDim: 512 };
    expect(suggested({ ...base, resolution: 256 })).toEqual({
      ...rates,
      ...sizes,
      batch: 16,
      r1Gamma: 0.82,
      emaKimg: 0.9,
    });
    expect(suggested({ ...base, resolution: 512 })).toMatchObject({ batch: 8, r1Gamma: 6.6, channelBase: 32_768 });
    expect(suggested({ ...base, resolution: 128, kimgPerResolution: 1000 })).toMatchObject({ batch: 32, emaKimg: 10 });
  });

  it('gives small pictures the R1 that was measured, and meets the rule at 128 px', () => {
    const gamma = (resolution: number, augmentOps = 'brain') =>
      suggested({ resolution, augmentOps, r1Gamma: 99 }).r1Gamma;
    expect([16, 32, 128].map((resolution) => gamma(resolution))).toEqual([0.3, 0.3, 0.1]);
    expect(gamma(32, 'digits')).toBe(3);
    expect(gamma(64, 'digits')).toBeGreaterThan(0.1);
    expect(gamma(64, 'digits')).toBeLessThan(3);
    const [reason] = suggestionsOf(configOf({ r1Gamma: 1 })).filter(({ field }) => field === 'r1Gamma');
    expect(reason?.reason).toContain('0.3 for brain slices and 3 for digits');
  });

  it('gives a growing network a batch by resolution', () => {
    expect(suggested({ preset: 'oasis256' }).batch).toEqual({ 8: 32, 256: 16 });
  });

  it('suggests ada for small sets, with what it needs', () => {
    expect(suggested({}, facts).augment).toBe('ada');
    expect(suggested({ loss: 'wgan-gp', heldOut: 0 }, facts)).toMatchObject({ augment: 'ada', heldOut: 0.1 });
    expect(suggested({}, { ...facts, trainingSlices: 60_000 })).not.toHaveProperty('augment');
    expect(suggested({})).not.toHaveProperty('augment');
  });

  it('suggests a warm-up to two classes', () => {
    expect(suggested({ conditional: true }, facts)).toMatchObject({ labelFromKimg: 3, labelFullKimg: 6 });
  });

  it('is valid, warned of at most for its length, and leaves nothing to suggest once all of it is used', () => {
    for (const { id } of PRESETS)
      for (const loss of ['logistic', 'wgan-gp', 'relativistic'] as const) {
        const start = configOf({ preset: id, loss });
        const used = { ...start };
        for (const { field, value } of suggestionsOf(start, facts)) Object.assign(used, { [field]: value });
        expect(problemsOf(used), `${id} ${loss}`).toEqual({});
        const warned = Object.keys(warningsOf(used, facts)).filter((field) => !field.endsWith('PerResolution'));
        expect(warned, `${id} ${loss}`).toEqual([]);
        expect(suggestionsOf(used, facts), `${id} ${loss}`).toEqual([]);
      }
  });
});
