/** Ops that write in place or draw numbers: against their references, and that they leave nothing else changed. */
import { describe, expect, it } from 'vitest';
import { type Arena, createArena, gatherInto, PAGE, readArena } from '../../src/gpu/arena.ts';
import { flush } from '../../src/gpu/commandStream.ts';
import * as tf from '../../src/gpu/tf.ts';
import { type AdamArenas, adamStep, ROLE } from '../../src/ops/adam.ts';
import { addInto } from '../../src/ops/addInto.ts';
import { clipScale } from '../../src/ops/clipScale.ts';
import { conv2dFilterGradient } from '../../src/ops/conv2d.ts';
import { averageArena, emaStep } from '../../src/ops/ema.ts';
import { type OpsMode, runsFused, setOpsMode } from '../../src/ops/mode.ts';
import { randomNormal } from '../../src/ops/randomNormal.ts';
import { normals } from '../../src/random/draws.ts';
import { startedBackend } from './support/backend.ts';
import { countingCommands } from './support/counters.ts';
import { tensorOf } from './support/derivatives.ts';

startedBackend();

const SHAPES = new Map<string, readonly number[]>(
  [[3, 3, 4, 8], [7], [1], [8], [], [2, 2], [5], [64], [65], [16, 21]].map((shape, i) => [`p${i}`, shape]),
);
const RATES = { learningRate: 0.01, beta1: 0.1, beta2: 0.99, epsilon: 1e-8 };
const PARTS = 3;
/** Some parameters are not trained, some have no gradient now, one average is copied. */
const ROLES = [...SHAPES].map((_, i) => {
  if (i === 2) return 0;
  const average = i === 5 ? ROLE.isCopied : ROLE.isAveraged;
  return ROLE.steps | (i === 4 ? 0 : ROLE.hasGradient) | (i === 1 ? 0 : average);
});

function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] as number))), 0);
}

/** Drawn values, of another seed for each arena. */
function arenaOf(seed: number, scale = 1): Arena {
  const names = [...SHAPES.keys()];
  return createArena(SHAPES, {
    inOneBuffer: runsFused(),
    isTrainable: true,
    valuesOf: (name) => {
      const size = tf.util.sizeFromShape([...(SHAPES.get(name) ?? [])]);
      return normals(seed, names.indexOf(name), 0, size).map((value) => value * scale);
    },
  });
}

function arenasOf(): AdamArenas & { readonly average: Arena } {
  const [parameters, gradients, average] = [arenaOf(1), arenaOf(2), arenaOf(3)];
  return { parameters, gradients, average, firstMoments: arenaOf(4, 0), secondMoments: arenaOf(5, 0) };
}

const disposeAll = (arenas: ReturnType<typeof arenasOf>) => {
  for (const arena of Object.values(arenas) as Arena[]) arena.dispose();
};

/** Three steps from the same start, in the given mode: all values by arena and name. */
async function threeSteps(mode: OpsMode): Promise<Map<string, Float32Array>> {
  setOpsMode(mode);
  const arenas = arenasOf();
  const { average, parameters, gradients } = arenas;
  for (let step = 1; step <= 3; step++) {
    const given = new Map([...SHAPES].map(([name, shape], i) => [name, tensorOf([...shape], 10 * step + i)]));
    gatherInto(gradients, given);
    addInto(gradients, new Map([...given].filter((_, i) => i % 2)));
    const gradientScale = tf.tensor1d([1 / step]);
    const settings = { ...RATES, step, gradientShare: 1 / PARTS, ...(step > 1 ? { gradientScale } : {}) };
    if (step === 1) adamStep(arenas, ROLES, settings);
    else adamStep(arenas, ROLES, settings, { arena: average, beta: 0.9 });
    averageArena(parameters, ROLES, { arena: average, beta: 0.5 });
    emaStep(
      [{ average: average.variables.get('p2') as tf.Variable, source: gradients.variables.get('p2') as tf.Tensor }],
      0.7,
    );
    const clip = clipScale(gradients, ROLES, 1 / PARTS, 0.5);
    (gradients.variables.get('p4') as tf.Variable).assign(clip);
    tf.dispose([...given.values(), gradientScale, clip]);
  }
  const values = new Map<string, Float32Array>();
  for (const [of, arena] of Object.entries(arenas) as [string, Arena][])
    for (const [name, array] of await readArena(arena)) values.set(`${of} ${name}`, array);
  disposeAll(arenas);
  setOpsMode('fused');
  return values;
}

describe('in place', () => {
  it('Adam, averages, sums and clipping follow their references over three steps', async () => {
    const before = tf.memory().numTensors;
    const [fused, reference] = [await threeSteps('fused'), await threeSteps('reference')];
    for (const [name, array] of fused)
      expect(worstDifference(array, reference.get(name) as Float32Array), name).toBeLessThan(2e-6);
    expect(fused.get('gradients p4')?.[0]).toBeLessThan(0.5);
    const start = arenaOf(1);
    const first = await readArena(start);
    start.dispose();
    expect(fused.get('parameters p2')).toEqual(first.get('p2'));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a step is one dispatch, and no buffer once warm; clipping is two more', async () => {
    const arenas = arenasOf();
    const step = (number: number) => {
      const settings = { ...RATES, gradientShare: 1, step: number };
      tf.tidy(() => {
        const gradientScale = clipScale(arenas.gradients, ROLES, 1, 0.5);
        adamStep(arenas, ROLES, { ...settings, gradientScale }, { arena: arenas.average, beta: () => 1 / number });
      });
    };
    step(1);
    flush();
    const counts = await countingCommands(() => {
      step(2);
      flush();
    });
    expect(counts).toMatchObject({ submits: 1, buffersCreated: 0, dispatches: 3 });
    disposeAll(arenas);
  });

  it('a step spares clones, and neither gaps nor what has no role move', async () => {
    const arenas = arenasOf();
    const { parameters, average } = arenas;
    const [p0, p2] = ['p0', 'p2'].map((name) => parameters.variables.get(name) as tf.Variable) as [
      tf.Variable,
      tf.Variable,
    ];
    const [clone, untouched] = [tf.clone(p0), Float32Array.from(await p2.data())];
    const before = Float32Array.from(await clone.data());
    adamStep(arenas, ROLES, { ...RATES, gradientShare: 1, step: 1 }, { arena: average, beta: 0.5 });
    expect(Float32Array.from(await clone.data())).toEqual(before);
    expect(worstDifference(await p0.data(), before)).toBeGreaterThan(0);
    expect(Float32Array.from(await p2.data())).toEqual(untouched);
    const all = (await (parameters.whole as tf.Tensor).data()) as Float32Array;
    // p1 has 7 elements of its page.
    const end = 3 * 3 * 4 * 8 + 32;
    expect([...all.subarray(end + 7, end + PAGE)].every((value) => value === 0)).toBe(true);
    clone.dispose();
    disposeAll(arenas);
  });

  it('reads the new values after a read of the old ones, and spares clones', async () => {
    const average = tf.variable(tf.tensor1d([1, 2]));
    const clone = tf.clone(average);
    const source = tf.tensor1d([3, 4]);
    expect(Array.from(await average.data())).toEqual([1, 2]);
    emaStep([{ average, source }], 0.5);
    expect(Array.from(await average.data())).toEqual([2, 3]);
    emaStep([{ average, source }], 0.5);
    expect(Array.from(await average.data())).toEqual([2.5, 3.5]);
    expect(Array.from(await clone.data())).toEqual([1, 2]);
    tf.dispose([average, clone, source]);
  });
});

describe('clipScale', () => {
  it('is taken over the gradients that are there, and the same to the last bit', async () => {
    const before = tf.memory().numTensors;
    const gradients = arenaOf(6);
    const [a, b] = [clipScale(gradients, ROLES, 0.5, 2), clipScale(gradients, ROLES, 0.5, 2)];
    let sum = 0;
    [...(await readArena(gradients)).values()].forEach((array, i) => {
      if ((ROLES[i] as number) & ROLE.hasGradient) for (const value of array) sum += (value / 2) ** 2;
    });
    const [value] = await a.data();
    expect((value as number) * (Math.sqrt(sum) / 2)).toBeCloseTo(1, 6);
    expect(await b.data()).toEqual(await a.data());
    tf.dispose([a, b]);
    gradients.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('randomNormal', () => {
  it.each([
    { seed: 7, stream: 6, step: 12 },
    { seed: 0xffffffff, stream: 0x12345678, step: 2 ** 40 + 3 },
    { seed: 0, stream: 0, step: 0 },
  ])('is the JavaScript generator within 2e-6: %o', async (draw) => {
    const before = tf.memory().numTensors;
    const count = 50_001;
    const z = randomNormal([count], draw);
    const data = await z.data();
    expect(worstDifference(data, normals(draw.seed, draw.stream, draw.step, count))).toBeLessThan(2e-6);
    z.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('repeatability', () => {
  it('the filter gradient is the same to the last bit', async () => {
    const x = tensorOf([4, 16, 16, 8], 0) as tf.Tensor4D;
    const dy = tensorOf([4, 16, 16, 12], 1) as tf.Tensor4D;
    const run = async () => {
      const gradient = conv2dFilterGradient(x, dy, 3, 1);
      const data = Float32Array.from(await gradient.data());
      gradient.dispose();
      return data;
    };
    expect(await run()).toEqual(await run());
    tf.dispose([x, dy]);
  });
});
