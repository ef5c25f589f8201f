import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Arena, createArena, gatherInto } from '../../../src/gpu/arena.ts';
import * as tf from '../../../src/gpu/tf.ts';
import { type AdamArenas, type AdamSettings, adamStep, ROLE } from '../../../src/ops/adam.ts';
import { clipScale } from '../../../src/ops/clipScale.ts';
import { emaStep } from '../../../src/ops/ema.ts';

const SETTINGS: Omit<AdamSettings, 'step'> = {
  learningRate: 0.01,
  beta1: 0.5,
  beta2: 0.9,
  epsilon: 1e-8,
  gradientShare: 1,
};

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
});

/** One parameter with its gradient, moments at zero. */
function arenasOf(values: readonly number[], gradient: readonly number[]): AdamArenas {
  const arena = (given: readonly number[]) =>
    createArena(new Map([['p', [given.length]]]), {
      inOneBuffer: false,
      isTrainable: true,
      valuesOf: () => Float32Array.from(given),
    });
  const zeros = values.map(() => 0);
  const [firstMoments, secondMoments] = [arena(zeros), arena(zeros)];
  return { parameters: arena(values), gradients: arena(gradient), firstMoments, secondMoments };
}

const valuesOf = ({ variables }: Arena) => (variables.get('p') as tf.Variable).dataSync();
function dispose(arenas: AdamArenas): void {
  for (const arena of Object.values(arenas) as Arena[]) arena.dispose();
}
const STEPS_WITH_GRADIENT = ROLE.steps | ROLE.hasGradient;

describe('what is not finite', () => {
  const NAN = Number.NaN;
  it.each<[string, readonly number[], Partial<Record<keyof AdamArenas | 'average', number>>]>([
    ['nothing', [1, 2], {}],
    ['a gradient', [1, NAN], {}],
    ['a gradient without bounds', [Number.NEGATIVE_INFINITY, 1], {}],
    ['a weight', [1, 2], { parameters: NAN }],
    ['a first moment', [1, 2], { firstMoments: Number.POSITIVE_INFINITY }],
    ['a second moment', [1, 2], { secondMoments: NAN }],
    ['an average', [1, 2], { average: NAN }],
  ])('is marked for good where it is %s', (what, gradient, planted) => {
    const arenas = arenasOf([1, -2], gradient);
    const { parameters: average } = arenasOf([1, -2], [0, 0]);
    for (const [name, value] of Object.entries(planted)) {
      const arena = name === 'average' ? average : arenas[name as keyof AdamArenas];
      (arena.variables.get('p') as tf.Variable).assign(tf.tensor1d([0, value]));
    }
    const fault = tf.variable(tf.tensor1d([0]), false);
    const roles = [STEPS_WITH_GRADIENT | ROLE.isAveraged];
    for (const step of [1, 2]) adamStep(arenas, roles, { ...SETTINGS, step, fault }, { arena: average, beta: 0.5 });
    expect(fault.dataSync()[0] !== 0).toBe(what !== 'nothing');
    dispose(arenas);
    average.dispose();
    fault.dispose();
  });
});

describe('optimizer ops', () => {
  it('adamStep follows algorithm 1 of the paper over three steps', () => {
    const arenas = arenasOf([1, -2], [0, 0]);
    const before = tf.memory().numTensors;
    const expected = [1, -2];
    const first = [0, 0];
    const second = [0, 0];
    for (let step = 1; step <= 3; step++) {
      const gradient = [0.5 * step, -0.1];
      const tensor = tf.tensor1d(gradient);
      gatherInto(arenas.gradients, new Map([['p', tensor]]));
      adamStep(arenas, [STEPS_WITH_GRADIENT], { ...SETTINGS, step });
      tensor.dispose();
      gradient.forEach((g, i) => {
        first[i] = 0.5 * (first[i] as number) + 0.5 * g;
        second[i] = 0.9 * (second[i] as number) + 0.1 * g * g;
        const corrected = (first[i] as number) / (1 - 0.5 ** step);
        expected[i] =
          (expected[i] as number) - (0.01 * corrected) / (Math.sqrt((second[i] as number) / (1 - 0.9 ** step)) + 1e-8);
      });
    }
    valuesOf(arenas.parameters).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 6);
    });
    expect(tf.memory().numTensors).toBe(before);
    dispose(arenas);
  });

  it('a parameter without a role stays, one without a gradient takes zero for it', () => {
    const arenas = arenasOf([1], [5]);
    adamStep(arenas, [ROLE.hasGradient], { ...SETTINGS, step: 1 });
    expect(valuesOf(arenas.parameters)[0]).toBe(1);
    adamStep(arenas, [STEPS_WITH_GRADIENT], { ...SETTINGS, step: 1 });
    const moved = valuesOf(arenas.firstMoments)[0] as number;
    adamStep(arenas, [ROLE.steps], { ...SETTINGS, step: 2 });
    expect(valuesOf(arenas.firstMoments)[0]).toBeCloseTo(moved * SETTINGS.beta1, 6);
    dispose(arenas);
  });

  it('adamStep refuses roles that do not match, and steps below 1', () => {
    const arenas = arenasOf([1], [1]);
    expect(() => adamStep(arenas, [], { ...SETTINGS, step: 1 })).toThrow(/1 parameters but 0 roles/);
    expect(() => adamStep(arenas, [0], { ...SETTINGS, step: 0 })).toThrow(/from 1/);
    dispose(arenas);
  });

  it('adamStep scales gradients by a share and a tensor, and refuses more than one scale', () => {
    const moved = ([1, 2] as const).map((factor) => {
      const arenas = arenasOf([1], [(2 * 4) / factor]);
      // A large epsilon makes the step depend on the gradient's size.
      const settings = { ...SETTINGS, epsilon: 1, step: 1, gradientShare: 1 / 4 };
      adamStep(arenas, [STEPS_WITH_GRADIENT], { ...settings, gradientScale: tf.scalar(factor) });
      return valuesOf(arenas.parameters)[0] as number;
    });
    expect(moved[1]).toBeCloseTo(moved[0] as number, 6);
    expect(moved[0]).toBeCloseTo(1 - (0.01 * 2) / (2 + 1), 6);
    const gradientScale = tf.tensor1d([1, 2]);
    const step = () => adamStep(arenasOf([1], [1]), [1], { ...SETTINGS, step: 1, gradientScale });
    expect(step).toThrow(/one scale/);
  });

  it('adamStep moves an average after the parameter, or makes it equal', () => {
    for (const [role, expected] of [
      [ROLE.isAveraged, (after: number) => 0.75 * 3 + 0.25 * after],
      [ROLE.isCopied, (after: number) => after],
      [0, () => 3],
    ] as const) {
      const arenas = arenasOf([1], [1]);
      const average = { arena: arenasOf([3], [0]).parameters, beta: 0.75 };
      adamStep(arenas, [STEPS_WITH_GRADIENT | role], { ...SETTINGS, step: 1 }, average);
      const after = valuesOf(arenas.parameters)[0] as number;
      expect(after).toBeLessThan(1);
      expect(valuesOf(average.arena)[0]).toBeCloseTo(expected(after), 6);
      dispose(arenas);
    }
  });

  it('clipScale is 1 for short gradients, counts those that are there, and refuses to clip to nothing', () => {
    const { gradients } = arenasOf([0, 0], [6, 8]);
    const scaleOf = (role: number, share: number, longest: number) =>
      clipScale(gradients, [role], share, longest).dataSync()[0];
    expect(scaleOf(ROLE.hasGradient, 1, 5)).toBe(0.5);
    expect(scaleOf(ROLE.hasGradient, 0.5, 5)).toBe(1);
    expect(scaleOf(ROLE.steps, 1, 5)).toBe(1);
    expect(() => scaleOf(ROLE.steps, 1, 0)).toThrow(/above 0/);
  });

  it('emaStep moves averages towards their sources and nothing else', () => {
    const average = tf.variable(tf.tensor1d([0, 10]));
    const source = tf.tensor1d([1, 0]);
    const before = tf.memory().numTensors;
    emaStep([{ average, source }], 0.75);
    expect(Array.from(average.dataSync())).toEqual([0.25, 7.5]);
    expect(Array.from(source.dataSync())).toEqual([1, 0]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
