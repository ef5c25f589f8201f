/**
 * How many generator steps come before an iteration, over every change of nCritic in a run. The numbers of the generator's
 * steps are the keys of its random draws, so that none may come twice and none be left out. Pure; it refuses to know phases.
 */

/** Since when the present nCritic holds. Part of a run's state: nCritic and the iteration alone do not tell what came before. */
export interface Rhythm {
  /** The first iteration of this nCritic. */
  readonly iteration: number;
  /**
   * Generator steps earned before that iteration. 1.4 where two were done and 0.4 of the second's critic steps: that share
   * goes on with the new nCritic, so that no change brings a generator step early.
   */
  readonly generatorSteps: number;
  readonly nCritic: number;
}

/** From a run's first iteration on. */
export function firstRhythm(nCritic: number): Rhythm {
  return { iteration: 0, generatorSteps: 0, nCritic };
}

/** The same where nCritic is as it was, else one that begins at `iteration` and goes on where the other had got to. */
export function rhythmWith(rhythm: Rhythm, nCritic: number, iteration: number): Rhythm {
  return nCritic === rhythm.nCritic ? rhythm : { iteration, generatorSteps: earned(rhythm, iteration), nCritic };
}

/** Keeps a quotient like 3 / 0.1 from counting one step too many. */
const ROUNDING = 1e-9;

/** Whole generator steps done before `iteration`, which is not before the rhythm's; the first of a run has one at least. */
export function generatorStepsBefore(rhythm: Rhythm, iteration: number): number {
  return Math.ceil(earned(rhythm, iteration) - ROUNDING);
}

function earned({ iteration: since, generatorSteps, nCritic }: Rhythm, iteration: number): number {
  return generatorSteps + (iteration - since) / nCritic;
}
