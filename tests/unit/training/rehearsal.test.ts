/** Kinds of iteration, and their times weighed by how often each phase is due, beside the table of phases itself. */
import { expect, it } from 'vitest';
import type { Recipe } from '../../../src/protocol/trainConfig.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import { dueIn, type Phase, phasesOf } from '../../../src/training/phases.ts';
import { meanIterationMs, type Trial, trialsOf } from '../../../src/training/rehearsal.ts';
import { firstRhythm } from '../../../src/training/rhythm.ts';

/** Milliseconds of each phase where phases cost what they cost, whatever stands beside them. */
const COST: Readonly<Record<Phase['name'], number>> = { Gmain: 30, Gpl: 50, Gboth: 80, Dmain: 20, Dreg: 45, Dboth: 65 };
const costOf = (phases: readonly Phase[]) => phases.reduce((sum, { name }) => sum + COST[name], 0);

const RECIPES: readonly (Recipe & { readonly names: readonly Trial['name'][] })[] = [
  { arch: 'stylegan', r1Gamma: 1, dRegInterval: 1, names: ['mains'] },
  { arch: 'stylegan', r1Gamma: 1, dRegInterval: 16, names: ['mains', 'with Dreg'] },
  {
    arch: 'stylegan2',
    plWeight: 2,
    gRegInterval: 4,
    r1Gamma: 1,
    dRegInterval: 16,
    names: ['mains', 'with Dreg', 'with Gpl'],
  },
  {
    arch: 'stylegan2',
    plWeight: 2,
    gRegInterval: 4,
    r1Gamma: 1,
    dRegInterval: 8,
    nCritic: 5,
    names: ['mains', 'with Dreg', 'with Gpl', 'critic alone'],
  },
  { arch: 'stylegan', r1Gamma: 1, dRegInterval: 2, nCritic: 0.5, names: ['mains', 'with Dreg', 'critic alone'] },
];

it.each(RECIPES)('weighs $names as the run itself has them', ({ names, ...recipe }) => {
  const config = configOf({ preset: 'tiny', ...recipe });
  const trials = trialsOf(config);
  expect(trials.map(({ name }) => name)).toEqual(names);
  const times = new Map(trials.map(({ name, phases }) => [name, costOf(phases)]));
  const ITERATIONS = 1600;
  let spent = 0;
  for (let i = 0; i < ITERATIONS; i++)
    spent += costOf(dueIn(phasesOf(config), firstRhythm(config.nCritic), i).map(({ phase }) => phase));
  expect(meanIterationMs(times, config)).toBeCloseTo(spent / ITERATIONS);
});

it('counts a kind that was not timed as no more than usual, and noise as nothing', () => {
  const rhythm = { nCritic: 1, dRegInterval: 16, gRegInterval: 4 };
  expect(meanIterationMs(new Map([['mains', 40]]), rhythm)).toBe(40);
  expect(
    meanIterationMs(
      new Map([
        ['mains', 40],
        ['with Dreg', 38],
      ]),
      rhythm,
    ),
  ).toBe(40);
  expect(() => meanIterationMs(new Map(), rhythm)).toThrow(/not timed/);
});
