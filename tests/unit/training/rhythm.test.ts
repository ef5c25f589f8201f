/** The numbers of the generator's steps over changes of nCritic: each comes once, in order, and none comes early. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configOf } from '../../../src/protocol/validate.ts';
import { dueIn, phasesOf } from '../../../src/training/phases.ts';
import { firstRhythm, generatorStepsBefore, rhythmWith } from '../../../src/training/rhythm.ts';

const PHASES = phasesOf(
  configOf({ preset: 'tiny', arch: 'stylegan2', plWeight: 2, gRegInterval: 4, r1Gamma: 1, dRegInterval: 3 }),
);
const RATIOS = [1, 2, 3, 5, 100, 0.5, 0.3, 0.1, 0.01, 1.7] as const;

/** Draws of the main phases, as the loop asks for them: nCritic of each iteration from 0 on. */
function drawsOf(nCritics: readonly number[]) {
  let rhythm = firstRhythm(nCritics[0] as number);
  const draws = nCritics.map((nCritic, iteration) => {
    rhythm = rhythmWith(rhythm, nCritic, iteration);
    return dueIn(PHASES, rhythm, iteration);
  });
  const numbers = (name: string) =>
    draws.map((due) => due.filter(({ phase }) => phase.name === name).map(({ draw }) => draw));
  return { G: numbers('Gmain'), D: numbers('Dmain'), Gpl: numbers('Gpl') };
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

test.each(RATIOS)('a run with nCritic %f throughout has the numbers that nCritic and the iteration give', (nCritic) => {
  const rhythm = firstRhythm(nCritic);
  const iterations = [...upTo(2000), 999_999, 1_000_000, 12_345_678];
  expect(iterations.map((iteration) => generatorStepsBefore(rhythm, iteration))).toEqual(
    iterations.map((iteration) => Math.ceil(iteration / nCritic - 1e-9)),
  );
  expect(rhythmWith(rhythm, nCritic, 77)).toBe(rhythm);
  expect(drawsOf(upTo(500).map(() => nCritic)).G.flat()).toEqual(upTo(generatorStepsBefore(rhythm, 500)));
});

describe('over any changes', () => {
  const stretches = fc.array(
    fc.record({ nCritic: fc.constantFrom(...RATIOS), length: fc.integer({ min: 1, max: 40 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  const eachOf = (changes: readonly { nCritic: number; length: number }[]) =>
    changes.flatMap(({ nCritic, length }) => upTo(length).map(() => nCritic));

  test('no draw is repeated and none is left out, and lazy phases keep their interval', () => {
    fc.assert(
      fc.property(stretches, (changes) => {
        const nCritics = eachOf(changes);
        const { G, D, Gpl } = drawsOf(nCritics);
        expect(G.flat()).toEqual(upTo(G.flat().length));
        expect(D.flat()).toEqual(upTo(nCritics.length));
        expect(Gpl.flat()).toEqual(G.flat().filter((draw) => draw % 4 === 0));
      }),
    );
  });

  test('the generator steps as often as each nCritic says, in all', () => {
    fc.assert(
      fc.property(stretches, (changes) => {
        const nCritics = eachOf(changes);
        const owed = nCritics.reduce((sum, nCritic) => sum + 1 / nCritic, 0);
        const done = drawsOf(nCritics).G.flat().length;
        expect(done).toBeGreaterThanOrEqual(Math.ceil(owed - 1e-6));
        expect(done).toBeLessThanOrEqual(Math.ceil(owed + 1e-6));
      }),
    );
  });

  test('a change that is taken back at once leaves no trace in the numbers', () => {
    const steady = firstRhythm(5);
    const there = rhythmWith(steady, 2, 13);
    const back = rhythmWith(there, 5, 13);
    for (const iteration of [13, 14, 15, 16, 20, 21, 400])
      expect(generatorStepsBefore(back, iteration)).toBe(generatorStepsBefore(steady, iteration));
  });
});

test('twice the critic steps from the fourth iteration on', () => {
  expect(drawsOf([1, 1, 1, 2, 2, 2, 2, 2]).G).toEqual([[0], [1], [2], [3], [], [4], [], [5]]);
});
