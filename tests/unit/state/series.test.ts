import { describe, expect, it } from 'vitest';
import type { StepBlock } from '../../../src/protocol/stats.ts';
import { appendSteps, EMPTY_SERIES, epochMeans } from '../../../src/state/series.ts';

/** Steps of `batch` reals from `first` on, whose generator losses are given. */
function block(first: number, batch: number, losses: readonly number[]): StepBlock {
  const column = (shift: number) => Float32Array.from(losses, (loss) => loss + shift);
  return {
    nimg: Float64Array.from(losses, (_, index) => first + (index + 1) * batch),
    resolution: Uint16Array.from(losses, () => 8),
    alpha: Float32Array.from(losses, () => 1),
    values: {
      'Loss/G/loss': column(0),
      'Loss/D/loss': column(10),
      'Loss/scores/real': column(20),
      'Loss/scores/fake': column(30),
    },
  };
}

describe('appendSteps', () => {
  it('shows exactly the appended steps, in order', () => {
    const series = appendSteps(appendSteps(EMPTY_SERIES, block(0, 8, [1, 2])), block(16, 8, [3]));
    expect(series.length).toBe(3);
    expect([...series.nimg]).toEqual([8, 16, 24]);
    expect([...series.values['Loss/G/loss']]).toEqual([1, 2, 3]);
    expect([...series.values['Loss/scores/fake']]).toEqual([31, 32, 33]);
  });

  it('leaves the older series as it was', () => {
    const first = appendSteps(EMPTY_SERIES, block(0, 8, [1, 2]));
    appendSteps(first, block(16, 8, [3]));
    expect(first.length).toBe(2);
    expect([...first.values['Loss/G/loss']]).toEqual([1, 2]);
  });

  it('keeps two futures of one series apart', () => {
    const past = appendSteps(EMPTY_SERIES, block(0, 8, [1]));
    const one = appendSteps(past, block(8, 8, [2]));
    const other = appendSteps(past, block(8, 8, [5, 6]));
    expect([...one.values['Loss/G/loss']]).toEqual([1, 2]);
    expect([...other.values['Loss/G/loss']]).toEqual([1, 5, 6]);
  });

  it('grows past its first room without losing a step', () => {
    let series = EMPTY_SERIES;
    const blocks = 90;
    const size = 100;
    for (let index = 0; index < blocks; index++)
      series = appendSteps(
        series,
        block(
          index * size,
          1,
          Array.from({ length: size }, (_, at) => index * size + at),
        ),
      );
    expect(series.length).toBe(blocks * size);
    expect(series.values['Loss/G/loss'].every((value, at) => value === at)).toBe(true);
    expect(series.nimg.every((value, at) => value === at + 1)).toBe(true);
  });

  it('gives the same series for an empty block', () => {
    const series = appendSteps(EMPTY_SERIES, block(0, 8, [1]));
    expect(appendSteps(series, block(8, 8, []))).toBe(series);
  });
});

describe('epochMeans', () => {
  it('averages each epoch, a step belonging to the epoch of its last real', () => {
    // Epochs of 20 reals, steps of 8: reals 8, 16 | 24, 32, 40 | 48
    const series = appendSteps(EMPTY_SERIES, block(0, 8, [1, 3, 4, 5, 9, 7]));
    const means = epochMeans(series, 20);
    expect([...means.epoch]).toEqual([1, 2, 3]);
    expect([...means.values['Loss/G/loss']]).toEqual([2, 6, 7]);
    expect([...means.nimg]).toEqual([16, 40, 48]);
  });

  it('leaves out what is not finite, and says NaN where nothing is left', () => {
    const series = appendSteps(EMPTY_SERIES, block(0, 10, [Number.NaN, 2, Number.NaN, Number.POSITIVE_INFINITY]));
    const means = epochMeans(series, 20);
    expect(means.values['Loss/G/loss'][0]).toBe(2);
    expect(means.values['Loss/G/loss'][1]).toBeNaN();
  });

  it('skips epochs without a step, as a large batch on few slices does', () => {
    const means = epochMeans(appendSteps(EMPTY_SERIES, block(0, 50, [1, 2])), 20);
    expect([...means.epoch]).toEqual([3, 5]);
  });

  it('is empty for an empty series', () => {
    expect(epochMeans(EMPTY_SERIES, 20).length).toBe(0);
  });
});
