/** The state of a page that was just opened, with or without a recipe. It reads no address and no storage. */
import type { Failure } from '../protocol/failure.ts';
import type { Recipe } from '../protocol/trainConfig.ts';
import { configOf, problemsOf } from '../protocol/validate.ts';
import type { AppState } from './appState.ts';

/** Nothing loaded, the form set by `recipe` (the default preset where it is empty); a bad recipe's failure is kept to be shown. */
export function initialState(recipe: Recipe = {}, recipeFailure?: Failure): AppState {
  const config = configOf(recipe);
  return {
    engine: { phase: 'starting' },
    dataset: { phase: 'none' },
    config,
    problems: problemsOf(config),
    weights: { preparing: false },
    view: 'watch',
    shownSheet: 'live',
    ...(recipeFailure === undefined ? {} : { recipeFailure }),
  };
}
