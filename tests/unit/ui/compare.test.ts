/** The pure parts of the comparing panes: choices, words, marks, curves of two runs and settings that differ. */
import { expect, test } from 'vitest';
import type { Comparison, SeparationNumber } from '../../../src/protocol/comparison.ts';
import type { RunStory } from '../../../src/protocol/events.ts';
import type { Evaluation } from '../../../src/protocol/judging.ts';
import type { SavedRun } from '../../../src/protocol/savedRuns.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import {
  basisText,
  comparisonText,
  countProblem,
  numberRows,
  psiProblem,
  seedProblem,
  sideOptions,
} from '../../../src/ui/compare/compareText.ts';
import { scatterPaths } from '../../../src/ui/compare/scatterPaths.ts';
import { curveCaveat, curveChoices, settingRows, storyCurve } from '../../../src/ui/runs/storyCurves.ts';

const number = (id: SeparationNumber['id'], value: number): SeparationNumber => ({
  ...{ id, value, interval: { low: value - 0.04, high: value + 0.04 } },
  ifNone: id === 'silhouette' ? 0 : 0.5,
});
const embedded = { points: Float32Array.of(0, 0, 10, 0, 10, 5), first: 2 };
const generated = { embedded, numbers: [number('oneNearest', 0.64), number('auc', 0.71)], pictures: 352 };
const comparison: Comparison = {
  ...{ method: 'tsne', extractor: 'random conv v1', seed: 7, psi: 0.7, names: ['AD', 'NC'], nimg: [281_000, 281_000] },
  ...{ generated, real: { ...generated, numbers: [number('silhouette', -0.01)] }, sentence: '' },
};

test('classes come before saved runs that have pictures and are not open elsewhere', () => {
  const run = { held: 'free', nimg: 4000, resolution: 32, savedAt: 1 } as SavedRun;
  const options = sideOptions(
    ['AD', 'NC'],
    [
      { ...run, runId: 'old', name: 'old' },
      { ...run, runId: 'new', name: 'new', savedAt: 2 },
      { ...run, runId: 'away', held: 'elsewhere' },
      { ...run, runId: 'empty', nimg: 0 },
    ],
  );
  expect(options.map(({ value }) => value)).toEqual(['class AD', 'class NC', 'run new', 'run old']);
  expect(options[2]).toMatchObject({ label: 'new, 32 px, 4.0 kimg', side: { kind: 'run', runId: 'new' } });
});

test('numbers stand with their intervals, those of one column alone too', () => {
  expect(numberRows(comparison)).toEqual([
    { name: '1-NN accuracy', real: undefined, generated: { value: '0.64', interval: '0.60 to 0.68' }, ifNone: '0.50' },
    { name: 'Silhouette', real: { value: '−0.01', interval: '−0.05 to 0.03' }, generated: undefined, ifNone: '0.00' },
    { name: 'Classifier AUC', real: undefined, generated: { value: '0.71', interval: '0.67 to 0.75' }, ifNone: '0.50' },
  ]);
  expect(comparisonText(comparison)).toBe('t-SNE of 2 each, seed 7');
  expect(basisText(comparison)).toContain('352 pictures of each, real and generated, not on the points');
  expect(basisText(comparison)).toContain('random conv v1. Drawn at psi 0.70, at 281.0 kimg, each side');
  expect(basisText({ ...comparison, nimg: [1000, 2000] })).toContain('at 1.0 and 2.0 kimg');
});

test('wishes that cannot be are named', () => {
  expect([countProblem(10), countProblem(1000), seedProblem(0), psiProblem(1)]).toEqual(Array(4).fill(undefined));
  expect(countProblem(9)).toBe('Take a whole number from 10 to 1,000.');
  expect([countProblem(10.5), seedProblem(-1), psiProblem(-0.1)].every(Boolean)).toBe(true);
});

test('marks keep the plane’s proportions: circles for the first side, squares for the second', () => {
  const [circles, squares] = scatterPaths(embedded, { width: 110, height: 210, radius: 2.5 });
  expect(circles.match(/M/g)?.length).toBe(2);
  // From 5 to 105 across; the plane is half as high as wide, and y points up.
  expect(circles).toContain('M2.5 130.0a2.5 2.5');
  expect(circles).toContain('M102.5 130.0a2.5 2.5');
  expect(squares).toBe('M102.5 77.5h5v5h-5z');
  const one = scatterPaths({ points: Float32Array.of(3, 3), first: 1 }, { width: 100, height: 100, radius: 2 });
  expect(one[0]).toContain('M48.0 50.0');
});

const config = configOf({ preset: 'tiny' });
const steps = {
  ...{ nimg: Float64Array.of(8, 16), resolution: Uint16Array.of(4, 4), alpha: Float32Array.of(1, 1) },
  values: {
    'Loss/G/loss': Float32Array.of(1, 1),
    'Loss/D/loss': Float32Array.of(2, 2),
    'Loss/scores/real': Float32Array.of(0, 0),
    'Loss/scores/fake': Float32Array.of(0, 0),
  },
};
const evaluation = (nimg: number, value: number, extractor: string): Evaluation => ({
  ...{ nimg, resolution: 8, pictures: 100, floorOf: 'held-out subjects', extractor, scales: 2, seconds: 1 },
  numbers: [{ id: 'swd/16', value, interval: { low: 0, high: 1 }, floor: 0, floorInterval: { low: 0, high: 1 } }],
});
const story = (own: Partial<RunStory> = {}): RunStory => ({
  ...{ runId: 'a', name: 'a', config, nimg: 16, steps, ticks: [], sheets: [], evaluations: [], healthEvents: [] },
  ...own,
});

test('two runs share curves of losses and of what either was measured by', () => {
  const measured = story({ evaluations: [evaluation(1000, 0.5, 'x'), evaluation(2000, 0.4, 'x')] });
  const both = [story(), measured] as const;
  const choices = curveChoices(both);
  expect(choices.map(({ value }) => value)).toContain('Loss/D/loss');
  expect(choices.at(-1)).toEqual({
    ...{ value: 'swd/16', group: 'Measurements' },
    label: 'Sliced Wasserstein distance, 16 px',
  });
  expect(storyCurve(measured, 'swd/16')).toEqual({ kimg: [1, 2], values: [0.5, 0.4] });
  expect(storyCurve(story(), 'swd/16').values).toEqual([]);
  expect(storyCurve(story(), 'Loss/D/loss')).toEqual({ kimg: [0.008, 0.016], values: [2, 2] });
  expect(curveCaveat(both, 'swd/16')).toBeUndefined();
  expect(curveCaveat([measured, story({ evaluations: [evaluation(1, 1, 'y')] })], 'swd/16')).toContain(
    'do not compare',
  );
  expect(curveCaveat([measured, story({ evaluations: [evaluation(1, 1, 'y')] })], 'Loss/G/loss')).toBeUndefined();
});

test('only settings that differ are listed, by the form’s names', () => {
  expect(settingRows([story(), story()])).toEqual([]);
  const other = story({ config: { ...config, preset: 'other', r1Gamma: 99, trainOn: ['AD'] } });
  const rows = settingRows([story(), other]);
  expect(rows[0]).toEqual({ name: 'Preset', values: ['tiny', 'other'] });
  expect(rows.map(({ values }) => values[1])).toEqual(expect.arrayContaining(['99', 'AD']));
  expect(rows.length).toBe(3);
});
