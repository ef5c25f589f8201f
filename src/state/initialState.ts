/** The state of a page that was just opened, with or without a recipe in its address. It reads no storage. */
import { USUAL_SAVE_MINUTES } from '../protocol/savedRuns.ts';
import { configOf, problemsOf } from '../protocol/validate.ts';
import type { AppState } from './appState.ts';
import { FIRST_EXPLORE } from './explore.ts';
import { FIRST_FILM } from './film.ts';
import { FIRST_JUDGE } from './judge.ts';
import { FIRST_QUIZ } from './quizzing.ts';
import { recipeInHash } from './recipeLink.ts';

/** Nothing loaded, the form set by the recipe in `hash` (else the default preset); a bad recipe's failure is kept to be shown. */
export function initialState(hash = ''): AppState {
  const found = recipeInHash(hash);
  const config = configOf(found && 'recipe' in found ? found.recipe : {});
  return {
    engine: { phase: 'starting' },
    free: 0,
    runs: {},
    saveMinutes: USUAL_SAVE_MINUTES,
    awake: { wanted: false },
    estimate: {},
    dataset: { phase: 'none' },
    config,
    problems: problemsOf(config),
    weights: { preparing: false },
    explore: FIRST_EXPLORE,
    projection: {},
    quiz: FIRST_QUIZ,
    judge: FIRST_JUDGE,
    film: FIRST_FILM,
    view: 'watch',
    shownSheet: 'live',
    ...(found && 'failure' in found ? { recipeFailure: found.failure } : {}),
  };
}
