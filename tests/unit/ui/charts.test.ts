/** The charts' geometry goes there and back, numbers are written for people, and tables list real points. */
import { describe, expect, it } from 'vitest';
import { columnOf, kimgAt, plotOf, rowOf } from '../../../src/ui/losses/plot.ts';
import { lossText, tickText } from '../../../src/ui/losses/seriesStyle.ts';
import { tableRows } from '../../../src/ui/losses/tableRows.ts';

describe('plot', () => {
  const plot = plotOf(500, 200, { above: true, below: true });

  it('finds the kimg of a column it gave', () => {
    for (const kimg of [0, 12.5, 30]) expect(kimgAt(plot, columnOf(plot, kimg, 30), 30)).toBeCloseTo(kimg, 10);
  });

  it('holds a pointer outside within the axis', () => {
    expect(kimgAt(plot, -100, 30)).toBe(0);
    expect(kimgAt(plot, 9999, 30)).toBe(30);
  });

  it('puts the ends of the scale on the edges of the plot', () => {
    expect(rowOf(plot, 2, -1, 2)).toBe(plot.top);
    expect(rowOf(plot, -1, -1, 2)).toBe(plot.height - plot.bottom);
  });
});

describe('lossText', () => {
  it('writes two decimals, more for small values, a true minus, and no value as a dash', () => {
    expect(lossText(1.264)).toBe('1.26');
    expect(lossText(-0.854)).toBe('−0.85');
    expect(lossText(0)).toBe('0.00');
    expect(lossText(0.0314)).toBe('0.031');
    expect(lossText(1234.5)).toBe('1,234.50');
    expect(lossText(0.00004)).toBe('4.00e-5');
    expect(lossText(Number.NaN)).toBe('–');
    expect(lossText(undefined)).toBe('–');
    expect(lossText(Number.NEGATIVE_INFINITY)).toBe('−infinite');
  });

  it('writes ticks short', () => {
    expect(tickText(-0.5)).toBe('−0.5');
    expect(tickText(100)).toBe('100');
  });
});

describe('tableRows', () => {
  it('lists everything that fits, newest first', () => {
    expect(tableRows(3)).toEqual({ indices: [2, 1, 0], every: 1 });
    expect(tableRows(0).indices).toEqual([]);
    expect(tableRows(1).indices).toEqual([0]);
  });

  it('thins a long run evenly, with its first and last point', () => {
    const { indices, every } = tableRows(17_560);
    expect(indices.length).toBeLessThanOrEqual(200);
    expect(indices[0]).toBe(17_559);
    expect(indices.at(-1)).toBe(0);
    expect((indices[0] ?? 0) - (indices[1] ?? 0)).toBe(every);
  });
});
