/** When to stop: made-up curves whose answer is known, and the curves of six runs that were recorded in PyTorch. */
import { describe, expect, it } from 'vitest';
import { type StopAdviceInputs, stopAdvice } from '../../../src/evaluation/advice.ts';
import type { Evaluation, MetricId } from '../../../src/protocol/judging.ts';

const RESOLUTION = 32;
const EVERY = 4000;
/** A thousand pictures' interval is about this share of the number. */
const HALF_WIDTH = 0.04;
const FLOOR = { floor: 7.6, floorInterval: { low: 7, high: 8.2 } };

function number(id: MetricId, value: number) {
  return { id, value, interval: { low: value * (1 - HALF_WIDTH), high: value * (1 + HALF_WIDTH) }, ...FLOOR };
}

function measured(value: number, index: number, rest: Partial<Evaluation> = {}): Evaluation {
  return {
    nimg: (index + 1) * EVERY,
    resolution: RESOLUTION,
    pictures: 1000,
    floorOf: 'held-out subjects',
    extractor: 'made up',
    scales: 2,
    numbers: [number('swd', value), number('kid', value / 1000)],
    seconds: 1,
    ...rest,
  };
}

function advise(values: readonly number[], rest: Partial<StopAdviceInputs> = {}) {
  return stopAdvice({
    evaluations: values.map((value, index) => measured(value, index)),
    level: 'healthy',
    resolution: RESOLUTION,
    nimg: values.length * EVERY,
    totalNimg: 100_000,
    ...rest,
  });
}

describe('stopAdvice', () => {
  it('says nothing of a run that is not measured, or twice only', () => {
    expect(advise([])).toEqual({ kind: 'early', sentence: 'Nothing is measured yet.' });
    const twice = advise([30, 20]);
    expect(twice.kind).toBe('early');
    expect(twice.sentence).toContain('Only 2 measurements at 32 × 32');
    expect(twice.best).toEqual({ nimg: 8000, metric: 'swd', value: 20 });
  });

  it('goes on while the distance falls, and says from what to what', () => {
    const { kind, sentence, best } = advise([80, 60, 45, 34, 26]);
    expect(kind).toBe('go-on');
    expect(sentence).toBe(
      'Sliced Wasserstein, mean of levels fell from 60.0 at 8.0 kimg to 26.0 at 20.0 kimg and has not levelled off; 80.0 kimg are left.',
    );
    expect(best).toEqual({ nimg: 20_000, metric: 'swd', value: 26 });
  });

  it('sees that the distance has levelled off, and does not take three measurements for a plateau', () => {
    expect(advise([80, 40, 20.3, 20, 20.2, 19.9, 20.1]).kind).toBe('level');
    const three = advise([20, 20.2, 19.9]);
    expect(three.kind).toBe('go-on');
    expect(three.sentence).toContain('3 measurements are too few');
  });

  it('has levelled off where the floor is reached, though it still falls', () => {
    const { kind, sentence } = advise([60, 40, 20, 12, 8]);
    expect(kind).toBe('level');
    expect(sentence).toContain('within the floor');
  });

  it('sees that the best is past, where two measurements in a row say so and not one', () => {
    const curve = [80, 60, 45, 34, 26, 21, 20, 20.5];
    const { kind, best, sentence } = advise([...curve, 27, 33]);
    expect(kind).toBe('worse');
    expect(best).toEqual({ nimg: 28_000, metric: 'swd', value: 20 });
    expect(sentence).toContain('was best with 20.0 at 28.0 kimg and is 33.0 at 40.0 kimg');
    expect(advise([...curve, 33]).kind).not.toBe('worse');
    expect(advise([...curve, 33, 20.4]).kind).not.toBe('worse');
  });

  it('does not take one lucky measurement among many that wobble for the best', () => {
    expect(advise([80, 40, 21, 19, 21.5, 17, 20.8, 19.2, 21, 20.5]).kind).toBe('level');
  });

  it('waits for the last resolution, however well a smaller one does', () => {
    const small = [80, 40, 20, 20, 20, 20].map((value, index) => measured(value, index, { resolution: 16 }));
    const growing = advise([], { evaluations: small });
    expect(growing.kind).toBe('early');
    expect(growing.sentence).toContain('last measured at 16 × 16, and ends at 32 × 32');
    expect(growing.best).toBeUndefined();
    const grown = [...small, measured(70, 6), measured(50, 7), measured(30, 8)];
    expect(advise([], { evaluations: grown }).kind).toBe('go-on');
  });

  it('compares like with like alone: pictures, floors, and extractors where features count', () => {
    const falling = [80, 60, 45, 34].map((value, index) => measured(value, index));
    const fewer = measured(5, 1, { pictures: 100 });
    const halves = measured(5, 2, { floorOf: 'halves of the training slices' });
    const mixed = advise([], { evaluations: [...falling, fewer, halves] });
    expect(mixed.best?.value).toBe(34);
    const renamed = falling.map((one, index) => ({ ...one, extractor: `extractor ${index}` }));
    expect(advise([], { evaluations: renamed }).kind).toBe('go-on');
    const kidAlone = renamed.map((one) => ({ ...one, numbers: one.numbers.filter(({ id }) => id === 'kid') }));
    expect(advise([], { evaluations: kidAlone }).kind).toBe('early');
  });

  it('falls back on KID, which is written in thousandths', () => {
    const evaluations = [80, 60, 45, 34].map((value, index) => {
      const one = measured(value, index);
      return { ...one, numbers: one.numbers.filter(({ id }) => id === 'kid') };
    });
    // The made-up floor is of another size; KID's own is far below.
    const { kind, best } = stopAdvice({
      evaluations: evaluations.map((one) => ({
        ...one,
        numbers: one.numbers.map((kid) => ({ ...kid, floor: 0, floorInterval: { low: -0.001, high: 0.001 } })),
      })),
      level: 'watch',
      resolution: RESOLUTION,
      nimg: 16_000,
      totalNimg: 16_000,
    });
    expect(kind).toBe('go-on');
    expect(best).toEqual({ nimg: 16_000, metric: 'kid', value: 0.034 });
  });

  it('says at the end of the run that it is at its end', () => {
    expect(advise([80, 60, 45, 34], { totalNimg: 16_000 }).sentence).toContain('the run is at its end.');
  });

  it('lets an alarm speak first, and still knows the best', () => {
    const { kind, best } = advise([80, 40, 20, 20, 20, 20], { level: 'alarm' });
    expect(kind).toBe('alarm');
    expect(best?.value).toBe(20);
  });

  it('passes over a number that is not finite', () => {
    expect(advise([80, Number.NaN, 40, 30]).kind).toBe('go-on');
  });
});

/** Mean SWD every 4 kimg of runs with the reference in PyTorch: 32 px, 1,000 pictures. */
const RECORDED = {
  ixi: [82.9951, 66.2062, 50.0811, 38.357, 24.9076, 23.1423, 17.7782, 15.2449, 15.2508],
  'ixi, seed 2': [69.4695, 73.5898, 49.6353, 47.6227, 34.6478, 26.408, 19.0626, 17.3106, 15.8309],
  'ixi, seed 3': [69.9275, 69.0984, 53.6725, 44.6062, 25.5787, 21.2046, 19.6522, 19.2125, 18.5793],
  mnist: [84.5033, 58.9116, 75.361, 54.4313, 44.1676, 40.3406, 35.3964, 26.0211],
};

describe('stopAdvice on recorded curves', () => {
  it.each(Object.entries(RECORDED))('would never have told %s to stop while it went on falling', (_name, curve) => {
    for (let length = 3; length <= curve.length; length++) expect(advise(curve.slice(0, length)).kind).toBe('go-on');
  });

  it('does not take a pause of a run that is measured every kimg for a plateau', () => {
    const curve = RECORDED['ixi, seed 2'];
    const between = (i: number) => {
      const [from, to] = [curve[Math.floor(i / 4)] as number, curve[Math.ceil(i / 4)] as number];
      return from + ((to - from) * (i % 4)) / 4;
    };
    const eachKimg = Array.from({ length: 4 * curve.length - 3 }, (_, i) =>
      measured(between(i), i, { nimg: 4000 + 1000 * i }),
    );
    for (let length = 3; length <= eachKimg.length; length++) {
      const evaluations = eachKimg.slice(0, length);
      const nimg = evaluations.at(-1)?.nimg ?? 0;
      expect(advise([], { evaluations, nimg }).kind, `at ${nimg}`).toBe('go-on');
    }
  });

  it('tells a run to stop that is drawn out at its end', () => {
    const drawnOut = [...RECORDED.ixi, 15.4, 15.1, 15.3];
    expect(advise(drawnOut).kind).toBe('level');
  });
});
