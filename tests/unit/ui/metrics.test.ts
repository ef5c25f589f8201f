/** Metrics as the page shows them: groups, ratios and words of one measurement, curves of many, and which one is looked at. */
import { describe, expect, it } from 'vitest';
import { metricNumberText } from '../../../src/protocol/metricTexts.ts';
import { metricCurve, metricsIn, scaleOf } from '../../../src/ui/evaluate/metricCurve.ts';
import { metricGroups } from '../../../src/ui/evaluate/metricGroups.ts';
import { nearestTo } from '../../../src/ui/evaluate/shownEvaluation.ts';
import { recordedEvaluation } from '../../support/recordedEvaluations.ts';

const evaluation = recordedEvaluation(20_000, 32, 0.6);

describe('metricGroups', () => {
  const groups = metricGroups(evaluation);

  it('holds every number once, with its direction and its own count of pictures', () => {
    expect(groups.flatMap(({ rows }) => rows).length).toBe(evaluation.numbers.length);
    expect(groups.map(({ note }) => note)).toEqual([
      'lower is better, 64 pictures of each',
      'lower is better, 256 pictures of each',
      'higher is better, 256 pictures of each',
      'inside the band is better, 2 scales, 256 pictures of each',
    ]);
    expect(groups.map(({ ofFeatures }) => ofFeatures)).toEqual([false, true, true, false]);
  });

  it('draws the levels of one distance on one scale', () => {
    const highs = new Set(groups[0]?.rows.map(({ high }) => high));
    expect(highs.size).toBe(1);
  });

  it('gives no ratio to a floor about zero, nor to a band', () => {
    const around = { low: -0.001, high: 0.001 };
    const kid = { id: 'kid', value: 0.02, interval: around, floor: 0, floorInterval: around } as const;
    const rows = metricGroups({ ...evaluation, numbers: [kid] })[0]?.rows;
    expect(rows?.[0]?.ratio).toBe('above');
    expect(rows?.[0]?.value).toBe('20.0');
  });
});

describe('metricCurve', () => {
  it('cuts the line where the resolution changes, and scales what is written in thousandths', () => {
    const many = [4, 6, 8].map((kimg) => recordedEvaluation(1000 * kimg, kimg < 6 ? 16 : 32, kimg / 30));
    const curve = metricCurve(many, 'kid');
    expect(curve.stretches.map(({ length }) => length)).toEqual([1, 2]);
    expect(curve.points[0]?.floor).toBeCloseTo(2.1, 6);
    const { low, high } = scaleOf(curve, false);
    for (const { interval } of curve.points) expect([low <= interval.low, interval.high <= high]).toEqual([true, true]);
    expect(metricsIn(many)[0]).toBe('swd');
  });
});

it('writes about three digits with a true minus, and no minus zero', () => {
  expect(['swd', 'kid', 'recall'].map((id) => metricNumberText(id as 'swd', 0.0123))).toEqual([
    '0.012',
    '12.3',
    '0.012',
  ]);
  expect(metricNumberText('kid', -0.0015)).toBe('−1.50');
  expect(metricNumberText('kid', -1e-9)).toBe('0.000');
});

it('finds the measurement nearest to a sheet, the later of two', () => {
  expect(nearestTo([{ nimg: 1 }, { nimg: 3 }], 2)).toBe(1);
  expect(nearestTo([], 2)).toBe(-1);
});
