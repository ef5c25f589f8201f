/** Points over kimg, growth marks, the nearest point, and the CSV that a run leaves. */
import { describe, expect, it } from 'vitest';
import type { LiveChange } from '../../../src/protocol/events.ts';
import type { StepBlock, TickRecord } from '../../../src/protocol/stats.ts';
import { appendSteps, EMPTY_SERIES, epochMeans } from '../../../src/state/series.ts';
import { chartData } from '../../../src/ui/losses/chartData.ts';
import { lossesCsv } from '../../../src/ui/losses/csv.ts';
import { curvesOf, indexAt, tickCurves } from '../../../src/ui/losses/curves.ts';
import { changeMarks, changesBetween, growthMarks, placeLabels } from '../../../src/ui/losses/marks.ts';
import { tickChartsOf } from '../../../src/ui/losses/TickCharts.tsx';

const STEPS = 10;
const BATCH = 8;

function block(): StepBlock {
  const column = (f: (step: number) => number) => Float32Array.from({ length: STEPS }, (_, step) => f(step));
  return {
    nimg: Float64Array.from({ length: STEPS }, (_, step) => (step + 1) * BATCH),
    resolution: Uint16Array.from({ length: STEPS }, (_, step) => (step < 6 ? 8 : 16)),
    alpha: column((step) => (step < 6 ? 1 : 0.25)),
    values: {
      'Loss/G/loss': column((step) => (step % 2 === 0 ? Number.NaN : step)),
      'Loss/D/loss': column((step) => step / 10),
      'Loss/scores/real': column(() => 1),
      'Loss/scores/fake': column(() => -1),
    },
  };
}

const series = appendSteps(EMPTY_SERIES, block());

describe('curvesOf', () => {
  it('places steps at their kimg', () => {
    const curves = curvesOf(series, 'batch', 20);
    expect(curves.length).toBe(STEPS);
    expect(curves.kimg[0]).toBe(0.008);
    expect(curves.count[9]).toBe(10);
  });

  it('gives epoch means in epoch mode', () => {
    const curves = curvesOf(series, 'epoch', 40);
    expect(curves.length).toBe(2);
    expect(curves.kimg[1]).toBe(0.08);
    expect(curves.values['Loss/D/loss']?.[0]).toBeCloseTo(0.2, 6);
  });
});

describe('growthMarks', () => {
  it('marks where the larger resolution began, and not the start', () => {
    expect(growthMarks(series)).toEqual([{ kind: 'growth', kimg: 0.048, text: '16', short: '16' }]);
    expect(growthMarks(EMPTY_SERIES)).toEqual([]);
  });
});

const CHANGES: readonly LiveChange[] = [
  { nimg: 24, field: 'r1Gamma', from: 0.3, to: 1 },
  { nimg: 24, field: 'gLr', from: 0.002, to: { 8: 0.001, 16: 0.0005 } },
  { nimg: 80, field: 'r1Gamma', from: 1, to: 0.3 },
];

describe('changes while running', () => {
  it('are marked once a moment, with what was set', () => {
    expect(changeMarks(CHANGES)).toEqual([
      { kind: 'change', kimg: 0.024, text: 'R1 gamma 1, G learning rate 8: 0.001, 16: 0.0005', short: '#1' },
      { kind: 'change', kimg: 0.08, text: 'R1 gamma 0.3', short: '#2' },
    ]);
  });

  it('are labelled where there is room, the newest first, on the side that has it', () => {
    const [first, second] = changeMarks(CHANGES);
    const growth = { kind: 'growth', kimg: 0.05, text: '16', short: '16' } as const;
    if (!first || !second) throw new Error('There are no marks.');
    const at = (width: number) => placeLabels([growth, first, second], (kimg) => kimg * 10 * width, width);
    expect(at(3000).get(first)).toEqual({ side: 'right', text: first.text });
    expect(at(390).get(second)).toEqual({ side: 'left', text: second.text });
    expect(at(390).get(growth)?.side).toBe('right');
    expect(at(390).get(first)?.text).toBe('#1');
    expect(at(10).has(second)).toBe(false);
  });

  it('belong to the point they followed', () => {
    expect(changesBetween(CHANGES, 0.016, 0.024)).toBe(
      'R1 gamma 0.3 to 1; G learning rate 0.002 to 8: 0.001, 16: 0.0005',
    );
    expect(changesBetween(CHANGES, 0.024, 0.032)).toBe('');
  });

  it('are a quoted column of the CSV', () => {
    const lines = lossesCsv(series, 20, CHANGES).trimEnd().split('\n');
    expect(lines[0]?.endsWith(',score_fake,changed_after')).toBe(true);
    expect(lines[3]?.endsWith(',"R1 gamma 0.3 to 1; G learning rate 0.002 to 8: 0.001, 16: 0.0005"')).toBe(true);
    expect(lines[4]?.endsWith(',-1,')).toBe(true);
    expect(lines[10]?.endsWith(',"R1 gamma 1 to 0.3"')).toBe(true);
  });
});

describe('ticks', () => {
  const tick = (number: number, stats: TickRecord['stats']): TickRecord => ({
    ...{ tick: number, nimg: (number + 1) * 100, kimg: (number + 1) / 10, epoch: number },
    ...{ resolution: 8, alpha: 1, batch: 8, stats },
  });
  const ticks = [tick(0, { 'Loss/G/loss': 1 }), tick(1, { 'Progress/augment': 0.25, 'Progress/overfitting': 0.7 })];

  it('have charts only for what occurs', () => {
    expect(tickChartsOf(ticks.slice(0, 1))).toEqual([]);
    expect(tickChartsOf(ticks).map(({ title }) => title)).toEqual(['Augment']);
    expect(tickChartsOf([tick(0, { 'Loss/pl_penalty': 2 })]).map(({ title }) => title)).toEqual(['Path']);
  });

  it('become points over kimg', () => {
    const curves = tickCurves(ticks, ['Progress/augment']);
    expect([...curves.kimg]).toEqual([0.1, 0.2]);
    expect(curves.values['Progress/augment']).toEqual([Number.NaN, 0.25]);
    const { trend } = chartData(curves, ['Progress/augment'], { smoothing: 0, log: false, width: 100 });
    expect(trend.map(({ first, second }) => [first, second])).toEqual([
      [undefined, undefined],
      [0.25, undefined],
    ]);
  });
});

describe('indexAt', () => {
  it('finds the nearest point', () => {
    expect(indexAt([1, 2, 4], 0)).toBe(0);
    expect(indexAt([1, 2, 4], 2.9)).toBe(1);
    expect(indexAt([1, 2, 4], 3.5)).toBe(2);
    expect(indexAt([1, 2, 4], 99)).toBe(2);
    expect(indexAt([], 1)).toBe(-1);
  });
});

describe('chartData', () => {
  const curves = curvesOf(series, 'batch', 20);
  const pair = ['Loss/G/loss', 'Loss/D/loss'] as const;

  it('leaves out what a step does not have and places the rest', () => {
    const { trend, raw, scale } = chartData(curves, pair, { smoothing: 0.5, log: false, width: 300 });
    expect(trend).toHaveLength(STEPS);
    expect(trend[0]?.first).toBeUndefined();
    expect(raw[0].map(([, place]) => place)).toEqual([1, 3, 5, 7, 9]);
    expect(raw[1]).toHaveLength(STEPS);
    expect(scale.high).toBeGreaterThanOrEqual(9);
  });

  it('draws one line, the raw one, without smoothing', () => {
    const { trend, raw } = chartData(curves, pair, { smoothing: 0, log: false, width: 300 });
    expect(raw).toEqual([[], []]);
    expect(trend.map(({ first }) => first).filter((place) => place !== undefined)).toEqual([1, 3, 5, 7, 9]);
  });

  it('places points on the log scale', () => {
    const { raw, scale } = chartData(curves, pair, { smoothing: 0.5, log: true, width: 300 });
    expect(raw[0][0]?.[1]).toBe(scale.place(1));
  });

  it('thins a long run to the width and keeps its end', () => {
    const length = 50_000;
    const column = Float32Array.from({ length }, (_, index) => Math.sin(index / 50));
    const long = {
      length,
      kimg: Float64Array.from({ length }, (_, index) => index),
      count: [],
      resolution: [],
      values: { 'Loss/G/loss': column, 'Loss/D/loss': column, 'Loss/scores/real': column, 'Loss/scores/fake': column },
    };
    for (const smoothing of [0, 0.9]) {
      const { trend, raw } = chartData(long, pair, { smoothing, log: false, width: 400 });
      expect(trend.length).toBeLessThanOrEqual(smoothing === 0 ? 402 : 102);
      expect(raw[0].length).toBeLessThanOrEqual(402);
      expect(trend.at(-1)?.kimg).toBe(length - 1);
    }
  });
});

describe('lossesCsv', () => {
  const lines = lossesCsv(series, 20).trimEnd().split('\n');

  it('has the promised columns and a line a step', () => {
    expect(lines[0]).toBe('step,nimg,kimg,epoch,resolution,alpha,loss_g,loss_d,score_real,score_fake');
    expect(lines).toHaveLength(STEPS + 1);
  });

  it('writes values that read back to the same float32, and empty cells for missing ones', () => {
    expect(lines[1]).toBe('1,8,0.008,1,8,1,,0,1,-1');
    expect(lines[8]).toBe('8,64,0.064,4,16,0.25,7,0.699999988,1,-1');
    expect(Math.fround(0.699999988)).toBe(Math.fround(0.7));
  });

  it('counts epochs as the epoch means do', () => {
    const means = epochMeans(series, 20);
    const last = new Map(lines.slice(1).map((line) => [Number(line.split(',')[3]), Number(line.split(',')[1])]));
    expect([...last.keys()]).toEqual([...means.epoch]);
    expect([...last.values()]).toEqual([...means.nimg]);
  });
});
