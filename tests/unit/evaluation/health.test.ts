import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HealthInputs, readHealth } from '../../../src/evaluation/health.ts';
import { type Evaluation, HEALTH_SIGNALS, type Health, type HealthSignal } from '../../../src/protocol/judging.ts';
import { LIVE_FIELDS, type Recipe } from '../../../src/protocol/trainConfig.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import { type Course, measured, stepsUntil, ticksUntil } from './healthHistories.ts';

const config = (recipe: Recipe = {}) =>
  configOf({ preset: 'tiny', resolution: 16, loss: 'logistic', r1Gamma: 0.3, gLr: 0.003, dLr: 0.003, ...recipe });

function read(
  kimg: number,
  { course, recipe, ...rest }: Partial<HealthInputs> & { course?: Course; recipe?: Recipe } = {},
) {
  return readHealth({
    config: config(recipe),
    nimg: kimg * 1000,
    ticks: ticksUntil(kimg),
    steps: stepsUntil(kimg, course),
    evaluations: [],
    ...rest,
  });
}
const signalOf = (health: Health, signal: HealthSignal) => {
  const reading = health.signals.find((one) => one.signal === signal);
  if (!reading) throw new Error(`No reading of ${signal}.`);
  return reading;
};
const beyond = (onset: number, then: number, before: number) => (kimg: number) => (kimg > onset ? then : before);
const of = (evaluations: readonly Evaluation[], signal: HealthSignal) => signalOf(read(8, { evaluations }), signal);

test('without anything all is unknown, in the order of the signals, and nothing is offered', () => {
  const health = read(0);
  expect(health.signals.map(({ signal }) => signal)).toEqual(HEALTH_SIGNALS);
  expect(health.signals.every(({ level, value }) => level === 'unknown' && value === undefined)).toBe(true);
  expect(health).toMatchObject({ level: 'unknown', remedies: [], sinceNimg: 0 });
});

describe('logits', () => {
  test.each([
    ['a usual gap', 'healthy', { real: () => 0.5, fake: () => -0.5 }],
    ['a gap that the critic has nearly won', 'watch', { real: () => 2, fake: () => -2 }],
    ['a gap that it has won', 'alarm', { real: () => 4, fake: () => -4 }],
    [
      'a rise to 2.4 times, as a healthy run had',
      'healthy',
      { real: beyond(6, 1.2, 0.5), fake: beyond(6, -1.2, -0.5) },
    ],
    ['a rise to 4 times', 'watch', { real: beyond(6, 1.6, 0.4), fake: beyond(6, -1.6, -0.4) }],
    ['a gap gone for a quarter of a kimg', 'healthy', { real: beyond(7.75, -0.5, 0.5) }],
    ['a gap gone for half a kimg', 'watch', { real: beyond(7.5, -0.5, 0.5) }],
    ['a gap gone for more than a kimg', 'alarm', { real: beyond(6.9, -0.5, 0.5) }],
  ] as const)('%s is %s', (_, level, course) => {
    expect(signalOf(read(8, { course }), 'logits').level).toBe(level);
  });

  test('losses without a scale of their own compare with their own past alone', () => {
    const course = { real: () => 40, fake: () => -40 };
    expect(signalOf(read(8, { course, recipe: { loss: 'wgan-gp' } }), 'logits').level).toBe('healthy');
    const grown = { real: beyond(7, 400, 40), fake: beyond(7, -400, -40) };
    expect(signalOf(read(8, { course: grown, recipe: { loss: 'wgan-gp' } }), 'logits').level).toBe('alarm');
  });

  test('steps of another resolution do not count', () => {
    const steps = stepsUntil(8, { real: () => 4, fake: () => -4 });
    const last = steps.nimg.length - 1;
    steps.resolution[last] = 32;
    expect(signalOf(read(8, { steps }), 'logits').level).toBe('unknown');
  });
});

describe('a run of less than 2 kimg', () => {
  const sure = (kimg: number) => ticksUntil(kimg, () => ({ 'Loss/signs/real': 1 }));
  /** A critic that has nearly won, and a generator's loss that stands still for half a kimg: each to be watched. */
  const weak = (kimg: number): Course => ({
    real: () => 2,
    fake: () => -2,
    lossG: (at, step) => (at > kimg - 0.55 ? 1 : step % 2),
  });

  test('has learnt nothing by heart, however sure its critic is', () => {
    expect(signalOf(read(1.5, { ticks: sure(1.5) }), 'overfitting').level).toBe('unknown');
    expect(signalOf(read(3, { ticks: sure(3) }), 'overfitting').level).toBe('watch');
  });

  test('is watched where two weak signals meet, and no alarm', () => {
    const watched = (kimg: number) => read(kimg, { course: weak(kimg) });
    for (const kimg of [1.5, 4])
      expect(['logits', 'gradients'].map((name) => signalOf(watched(kimg), name as HealthSignal).level)).toEqual([
        'watch',
        'watch',
      ]);
    expect(watched(1.5).level).toBe('watch');
    expect(watched(4).level).toBe('alarm');
  });

  test('still has an alarm for a strong one', () => {
    expect(read(1.5, { course: { real: () => 4, fake: () => -4 } }).level).toBe('alarm');
  });
});

describe('gradients', () => {
  test.each([
    ['usual losses', 'healthy', {}],
    ["the generator's loss far up", 'alarm', { lossG: beyond(7.7, 60, 1) }],
    ['a loss that is large, but always was', 'healthy', { lossG: (_: number, step: number) => 60 + (step % 2) }],
    [
      'a loss that stands still for half a kimg',
      'watch',
      { lossG: (kimg: number, step: number) => (kimg > 7.45 ? 1 : step % 2) },
    ],
    ['a loss that stands still', 'alarm', { lossG: () => 1 }],
  ] as const)('%s is %s', (_, level, course) => {
    expect(signalOf(read(8, { course }), 'gradients').level).toBe(level);
  });

  test.each([
    ['0.4 as ever', 'healthy', () => 0.4],
    ['a tick of 30', 'watch', beyond(7.9, 30, 0.4)],
    ['two ticks of 30', 'alarm', beyond(7.7, 30, 0.4)],
    ['ten times what it was', 'watch', beyond(7.9, 4, 0.3)],
  ] as const)('an R1 penalty of %s is %s', (_, level, penalty) => {
    const ticks = ticksUntil(8, (kimg) => ({ 'Loss/r1_penalty': penalty(kimg) }));
    const reading = signalOf(read(8, { ticks }), 'gradients');
    expect(reading.level).toBe(level);
    if (level !== 'healthy') expect(reading.sentence).toContain('R1 penalty');
  });
});

describe('overfitting', () => {
  const signs = (value: number) => ticksUntil(8, () => ({ 'Loss/signs/real': value }));
  test.each([
    [0.5, 'healthy'],
    [0.9, 'watch'],
    [1, 'watch'],
  ] as const)('a mean sign of %s is %s', (value, level) => {
    expect(signalOf(read(8, { ticks: signs(value) }), 'overfitting')).toMatchObject({
      level,
      value: expect.closeTo(value),
    });
  });

  test('alone it is no alarm, nor with the scores, which say the same; with pictures that get worse it is', () => {
    const ticks = signs(0.998);
    const won: Course = { real: () => 2, fake: () => -2 };
    expect(read(8, { ticks }).level).toBe('watch');
    const both = read(8, { ticks, course: won });
    expect(signalOf(both, 'logits').level).toBe('watch');
    expect(both.level).toBe('watch');
    const worse = [measured(4, { swd: 20 }), measured(8, { swd: 35 })];
    expect(read(8, { ticks, evaluations: worse }).level).toBe('alarm');
    const behind: Course = { real: beyond(7.5, -0.5, 0.5) };
    expect(signalOf(read(8, { ticks, course: behind }), 'logits').level).toBe('watch');
    expect(read(8, { ticks, course: behind }).level).toBe('alarm');
  });

  test('in few epochs nothing is learnt by heart', () => {
    const few = signs(1).map((tick) => ({ ...tick, epoch: 9 }));
    expect(signalOf(read(8, { ticks: few }), 'overfitting').level).toBe('unknown');
  });

  test('where the zero of the scores means nothing it is unknown', () => {
    expect(signalOf(read(8, { ticks: signs(0.99), recipe: { loss: 'wgan-gp' } }), 'overfitting').level).toBe('unknown');
  });
});

describe('diversity', () => {
  const alike = (kimg: number, msSsim: number, recall?: number) =>
    measured(
      kimg,
      { msSsim, ...(recall === undefined ? {} : { recall, precision: 0.5 }) },
      { floors: { msSsim: 0.2 } },
    );
  test.each([
    ['as alike as reals', 'healthy', [0.2, 0.2, 0.2]],
    ['half way to one picture at first, as healthy runs are', 'healthy', [0.6]],
    ['nearly one picture', 'alarm', [0.9]],
    ['a rise of a fifth of the way', 'watch', [0.2, 0.2, 0.36]],
    ['a rise of two fifths', 'alarm', [0.2, 0.2, 0.52]],
  ] as const)('%s is %s', (_, level, values) => {
    expect(
      of(
        values.map((value, i) => alike(i + 1, value)),
        'diversity',
      ).level,
    ).toBe(level);
  });

  test('recall that falls to nothing is an alarm, though no pair is more alike', () => {
    const before = [alike(1, 0.2, 0.5), alike(2, 0.2, 0.5)];
    expect(of([...before, alike(3, 0.2, 0.45)], 'diversity').level).toBe('healthy');
    expect(of([...before, alike(3, 0.2, 0.15)], 'diversity').level).toBe('watch');
    expect(of([...before, alike(3, 0.2, 0.01)], 'diversity').level).toBe('alarm');
  });

  test('what noise reaches is no recall that can be lost', () => {
    const noise = (kimg: number) =>
      measured(kimg, { msSsim: 0.2, recall: 0.5, precision: 0 }, { floors: { msSsim: 0.2 } });
    expect(of([noise(1), noise(2), alike(3, 0.2, 0.01)], 'diversity').level).toBe('healthy');
  });

  test('on the way from noise to pictures, while the distance falls, becoming alike is no sign', () => {
    const at = (kimg: number, swd: number, msSsim: number) =>
      measured(kimg, { swd, msSsim }, { floors: { msSsim: 0.53 } });
    // The first of the reference runs.
    expect(of([at(0, 228, 0.154), at(4, 83, 0.637), at(8, 66, 0.742)], 'diversity').level).toBe('healthy');
    expect(of([at(0, 83, 0.154), at(4, 66, 0.437), at(8, 90, 0.742)], 'diversity').level).toBe('alarm');
  });

  test('below 11 px it is unknown', () => {
    expect(of([measured(1, { swd: 3 })], 'diversity').level).toBe('unknown');
  });
});

describe('distance', () => {
  const swd = (...values: readonly number[]) =>
    values.map((value, i) => measured(i + 1, { swd: value }, { floors: { swd: 7 } }));
  test.each([
    ['measured once', 'unknown', [100]],
    ['falling', 'healthy', [100, 60, 40]],
    ['the wobble of a healthy reference', 'healthy', [84.5, 58.9, 75.4, 54.4]],
    ['once half above the best', 'watch', [100, 40, 65]],
    ['twice half above the best', 'alarm', [100, 40, 65, 66]],
    ['a leap', 'alarm', [100, 40, 110]],
    ['near the floor', 'healthy', [100, 8, 14]],
  ] as const)('%s is %s', (_, level, values) => {
    expect(of(swd(...values), 'distance').level).toBe(level);
  });

  test('another number of pictures does not compare', () => {
    const [first, second] = swd(20, 100) as [Evaluation, Evaluation];
    expect(of([first, { ...second, pictures: 36 }], 'distance').level).toBe('unknown');
  });
});

describe('rank', () => {
  const ranks = (...fakes: readonly number[]) =>
    fakes.map((rank, i) => measured(i + 1, {}, { rank: { fakes: rank, reals: 10 } }));
  test.each([
    ['as many directions as reals', 'healthy', [10, 9, 10]],
    ['few from the beginning', 'watch', [3]],
    ['half of the usual', 'watch', [10, 10, 5]],
    ['a third of the usual', 'alarm', [10, 10, 3]],
    ['a third of more than the reals have', 'alarm', [25, 25, 9]],
  ] as const)('%s is %s', (_, level, values) => {
    expect(of(ranks(...values), 'rank').level).toBe(level);
  });
});

describe('the light', () => {
  const won: Course = { real: () => 4, fake: () => -4 };
  const close: Course = { real: () => 2, fake: () => -2 };

  test('two signals to be watched are an alarm, one is not', () => {
    const evaluations = [measured(1, { swd: 100 }), measured(2, { swd: 40 }), measured(3, { swd: 65 })];
    expect(read(8, { course: close }).level).toBe('watch');
    expect(read(8, { course: close, evaluations }).level).toBe('alarm');
  });

  test('an alarm says why, since when, and what may help; it is over when nothing is to be watched', () => {
    const alarm = read(8, { course: won });
    expect(alarm).toMatchObject({ level: 'alarm', sinceNimg: 8000 });
    expect(alarm.reason).toContain('8 above generated pictures');
    const still = read(10, { course: close, previous: alarm });
    expect(still).toMatchObject({ level: 'alarm', sinceNimg: 8000 });
    expect(read(10, { previous: still }).level).toBe('healthy');
    expect(read(10, { previous: still })).toMatchObject({ sinceNimg: 10_000, remedies: [] });
  });

  test('a level lasts a kimg before it gets better, and gets worse at once', () => {
    const alarm = read(8, { course: won });
    expect(read(8.5, { previous: alarm })).toMatchObject({ level: 'alarm', reason: alarm.reason });
    const watch = read(8, { course: close });
    expect(read(8.25, { course: won, previous: watch }).level).toBe('alarm');
  });

  test('going back to a save forgets what came after it', () => {
    expect(read(6, { previous: read(8, { course: won }) }).level).toBe('healthy');
  });
});

describe('remedies', () => {
  const won: Course = { real: () => 4, fake: () => -4 };
  test('are changes that a run can take, gentlest first', () => {
    const { remedies } = read(8, { course: won, recipe: { augment: 'ada', augmentTarget: 0.6 } });
    expect(remedies.map(({ kind }) => kind)).toEqual(['raise-augment', 'double-r1', 'halve-rates']);
    expect(remedies.map(({ changes }) => changes)).toEqual([
      { augmentP: 0.2, augmentTarget: 0.5 },
      { r1Gamma: 0.6 },
      { gLr: 0.0015, dLr: 0.0015 },
    ]);
    expect(remedies[1]?.label).toBe('Double R1 gamma, from 0.3 to 0.6');
    for (const { changes } of remedies) for (const field of Object.keys(changes)) expect(LIVE_FIELDS).toContain(field);
  });

  describe('more critic steps', () => {
    const alike = [measured(4, { msSsim: 0.9 }, { floors: { msSsim: 0.3 } })];
    /** 0.38 of the usual gap: no signal by itself. */
    const behind: Course = { real: beyond(7, 0.19, 0.5), fake: beyond(7, -0.19, -0.5) };
    const lost: Course = { real: beyond(6.9, -0.5, 0.5) };
    const offered = (inputs: Parameters<typeof read>[1]) =>
      read(8, inputs).remedies.find(({ kind }) => kind === 'more-critic');

    test('are twice as many where the generator outruns the critic, last of all', () => {
      const { signals, remedies } = read(8, { course: behind, evaluations: alike });
      expect(signals.filter(({ level }) => level === 'alarm').map(({ signal }) => signal)).toEqual(['diversity']);
      expect(remedies.map(({ kind }) => kind)).toEqual(['double-r1', 'halve-rates', 'more-critic']);
      expect(remedies.at(-1)).toEqual({
        kind: 'more-critic',
        label: 'Take more critic steps, from 1 to 2 a generator step',
        changes: { nCritic: 2 },
      });
      expect(offered({ course: lost })?.changes).toEqual({ nCritic: 2 });
    });

    test('are five at most', () => {
      const nextOf = (nCritic: number) => offered({ course: lost, recipe: { nCritic } })?.changes.nCritic;
      expect([0.5, 2, 4, 5, 8].map(nextOf)).toEqual([1, 4, 5, undefined, undefined]);
    });

    test('are none where the critic is as good as ever, has won, or is itself what is wrong', () => {
      expect(offered({ evaluations: alike })).toBeUndefined();
      expect(offered({ course: won, evaluations: alike })).toBeUndefined();
      const knowsAll = ticksUntil(8, () => ({ 'Loss/signs/real': 0.97 }));
      expect(signalOf(read(8, { course: lost, ticks: knowsAll }), 'overfitting').level).not.toBe('healthy');
      expect(offered({ course: lost, ticks: knowsAll })).toBeUndefined();
      const torn = ticksUntil(8, (kimg) => ({ 'Loss/r1_penalty': kimg > 7 ? 50 : 0.1 }));
      expect(signalOf(read(8, { course: lost, ticks: torn }), 'gradients').level).toBe('alarm');
      expect(offered({ course: lost, ticks: torn })).toBeUndefined();
    });
  });

  test('leave out what the run does not have', () => {
    const recipe: Recipe = { augment: 'none', r1Gamma: 0 };
    expect(read(8, { course: won, recipe }).remedies.map(({ kind }) => kind)).toEqual(['halve-rates']);
    const rates = read(8, { course: won, recipe: { gLr: { 8: 0.004 }, dLr: 0.002 } }).remedies.at(-1)?.changes;
    expect(rates).toEqual({ gLr: { 8: 0.002 }, dLr: 0.001 });
  });
});

test('a history that stays within what healthy runs had never alarms', () => {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const healthy = fc.record({
    half: between(0.1, 1.4),
    wobble: between(0.05, 0.5),
    swd: between(10, 300),
    alike: between(0.1, 0.5),
    recall: between(0, 1),
    rank: between(0.5, 3),
    sign: between(0, 0.86),
    penalty: between(0, 1.5),
    loss: fc.constantFrom('logistic' as const, 'hinge' as const, 'relativistic' as const),
    kimg: fc.integer({ min: 0, max: 20 }),
  });
  fc.assert(
    fc.property(healthy, ({ half, wobble, swd, alike, recall, rank, sign, penalty, loss, kimg }) => {
      const noise = (step: number) => (step % 2 === 0 ? wobble : -wobble);
      const course: Course = {
        real: (_, step) => half + noise(step) * half,
        fake: (_, step) => -half + noise(step) * half,
        lossG: (_, step) => 1 + noise(step),
      };
      const stats = { 'Loss/signs/real': sign, 'Loss/r1_penalty': penalty };
      const evaluations = Array.from({ length: Math.floor(kimg / 4) }, (_, i) =>
        measured(
          4 * (i + 1),
          { swd, msSsim: alike, recall },
          { floors: { swd: 8, msSsim: 0.1 }, rank: { fakes: rank * 5, reals: 5 } },
        ),
      );
      let previous: Health | undefined;
      for (let at = 1; at <= kimg; at++) {
        previous = read(at, {
          course,
          recipe: { loss },
          ticks: ticksUntil(at, () => stats),
          evaluations: evaluations.filter(({ nimg }) => nimg <= at * 1000),
          previous,
        });
        expect(previous.level).not.toBe('alarm');
        expect(previous.level).not.toBe('watch');
      }
    }),
    { numRuns: 25 },
  );
});
