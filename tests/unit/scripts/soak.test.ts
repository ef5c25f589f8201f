/** What a soak does when, and what it calls flat: a leak of any kind must not pass. */
import { describe, expect, it } from 'vitest';
import { judge, type SoakLook, type SoakOutcome } from '../../../scripts/lib/soakJudge.mjs';
import { FEWEST_STEPS, soakPlan } from '../../../scripts/lib/soakPlan.mjs';

const STEPS = 10_000;
const BATCH = 8;
const EVERY = 250;
const LIFE_STEPS = 2500;

/** What is held at a step where nothing leaks; scatter as garbage collection leaves it. */
function lookAt(step: number): SoakLook {
  const life = Math.min(3, Math.floor((step - 1) / LIFE_STEPS));
  const resolution = step > STEPS / 2 ? 8 : 4;
  const scatter = (step / EVERY) % 3;
  return {
    ...{ step, life, resolution, alpha: resolution === 8 && step < 7500 ? 0.5 : 1, isOver: step === STEPS },
    ...{ tensors: 200 + resolution + life, tensorBytes: 8e5 + life, gpuBytes: 2e6 + 1e5 * resolution },
    ...{ workerHeap: 2e7 + 100 * step + 3e4 * scatter, pageHeap: 1e7 + 200 * step + 2e6 * scatter },
    ...{ stored: 1e6 + 100 * step, sheets: Math.min(200, Math.ceil(step / 64)), steps: step },
  };
}

const LOOKS = Array.from({ length: STEPS / EVERY }, (_, index) => lookAt((index + 1) * EVERY));

const FLAT: SoakOutcome = {
  plan: { steps: STEPS, batch: BATCH },
  looks: LOOKS,
  losses: ['device', 'process', 'worker'].map((kind, index) => ({
    kind,
    atStep: index * LIFE_STEPS,
    repeatedSteps: 9,
  })),
  hidden: { visibility: ['hidden', 'hidden'], fromStep: 5600, toStep: 6400 },
  end: { state: 'finished', nimg: Array.from({ length: STEPS }, (_, index) => BATCH * (index + 1)), notFinite: 0 },
};

const broken = (outcome: SoakOutcome) =>
  judge(outcome)
    .filter(({ holds }) => !holds)
    .map(({ name }) => name);

/** Every look with what `leak` adds by then. */
const leaking = (leak: (look: SoakLook) => Partial<SoakLook>): SoakOutcome => ({
  ...FLAT,
  looks: LOOKS.map((look) => ({ ...look, ...leak(look) })),
});

it('calls a run flat whose history grows, whose phases differ, and whose first looks are still warming up', () => {
  expect(broken(FLAT)).toEqual([]);
  const warming = leaking(({ tensors, ...look }) =>
    look.step % LIFE_STEPS === EVERY ? { tensors: tensors - 6, gpuBytes: look.gpuBytes / 2 } : {},
  );
  expect(broken(warming)).toEqual([]);
});

describe('finds', () => {
  const cases: [what: string, outcome: SoakOutcome, names: string[]][] = [
    ['a tensor a step', leaking(({ step, tensors }) => ({ tensors: tensors + step })), ['tensors']],
    [
      'one tensor in a whole life',
      leaking(({ step, tensors }) => (step === 1250 ? { tensors: tensors + 1 } : {})),
      ['tensors'],
    ],
    [
      'tensors that grow',
      leaking(({ step, tensorBytes }) => ({ tensorBytes: tensorBytes + 4 * step })),
      ['tensor bytes'],
    ],
    [
      'one small GPU buffer',
      leaking(({ step, gpuBytes }) => (step === 9500 ? { gpuBytes: gpuBytes + 4 } : {})),
      ['GPU bytes'],
    ],
    [
      'a heap of the worker that grows',
      leaking(({ step, workerHeap }) => ({ workerHeap: workerHeap + 2000 * step })),
      ['worker heap'],
    ],
    [
      'a heap of the page that grows',
      leaking(({ step, pageHeap }) => ({ pageHeap: pageHeap + 2000 * step })),
      ['page heap'],
    ],
    [
      'storage that is never given back',
      leaking(({ step, stored }) => ({ stored: stored + 5000 * step })),
      ['storage'],
    ],
    ['sheets without a bound', leaking(({ step }) => ({ sheets: Math.ceil(step / 32) })), ['sheets']],
    ['numbers that could not be measured', leaking(() => ({ gpuBytes: Number.NaN })), ['GPU bytes']],
    ['a loss that was not come back from', { ...FLAT, losses: FLAT.losses.slice(1) }, ['losses of the engine']],
    [
      'a tab that was visible',
      { ...FLAT, hidden: { visibility: ['hidden', 'visible'], fromStep: 1, toStep: 2 } },
      ['hidden tab'],
    ],
    [
      'a hidden tab that stood still',
      { ...FLAT, hidden: { visibility: ['hidden'], fromStep: 7, toStep: 7 } },
      ['hidden tab'],
    ],
    ['a tab that was never hidden', { ...FLAT, hidden: undefined }, ['hidden tab']],
    [
      'a step that is there twice',
      { ...FLAT, end: { ...FLAT.end, nimg: [8, 8, ...FLAT.end.nimg.slice(2)] } },
      ['every step once'],
    ],
    [
      'a step that is missing',
      { ...FLAT, end: { ...FLAT.end, nimg: FLAT.end.nimg.slice(0, -1) } },
      ['every step once'],
    ],
    ['a loss that is not finite', { ...FLAT, end: { ...FLAT.end, notFinite: 1 } }, ['finite losses']],
    ['a run that failed', { ...FLAT, end: { ...FLAT.end, state: 'failed' } }, ['end']],
  ];
  it.each(cases)('%s', (_, outcome, names) => {
    expect(broken(outcome)).toEqual(names);
  });
});

it('does not call a run flat that ended before there was anything to compare', () => {
  const names = broken({ ...FLAT, looks: LOOKS.slice(0, 1) });
  expect(names).toEqual(['tensors', 'tensor bytes', 'GPU bytes', 'worker heap', 'page heap', 'storage']);
});

describe('the plan', () => {
  const { recipe, events, batch } = soakPlan(STEPS);

  it('trains so many steps over two resolutions', () => {
    expect((2 * 1000 * Number(recipe.kimgPerResolution)) / batch).toBe(STEPS);
  });

  it('loses the engine in three ways, in each phase, and looks neither at a hidden tab nor at the moment of a loss', () => {
    const losses = events.flatMap((event) => (event.what === 'lose' ? [event.loss] : []));
    expect(losses.sort()).toEqual(['device', 'process', 'worker']);
    const words = events.map(({ what }) => what);
    expect(words[words.indexOf('hide') + 1]).toBe('show');
    for (const length of [FEWEST_STEPS, STEPS]) {
      const steps = soakPlan(length).events.map(({ step }) => step);
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
      expect(steps.at(-1)).toBeLessThan(length);
    }
  });
});
