/** Reads the address's `#recipe=` part: settings only, never data. It refuses what parseRecipe refuses, in a sentence. */
import type { Failure } from '../protocol/failure.ts';
import type { Recipe } from '../protocol/trainConfig.ts';
import { parseRecipe } from '../protocol/validate.ts';

const RECIPE_START = '#recipe=';

/** The recipe in an address's hash: undefined where there is none, a failure where it cannot be read. */
export function recipeInHash(hash: string): { readonly recipe: Recipe } | { readonly failure: Failure } | undefined {
  if (!hash.startsWith(RECIPE_START)) return undefined;
  let text: string;
  try {
    text = decodeURIComponent(hash.slice(RECIPE_START.length));
  } catch {
    return {
      failure: { code: 'bad-config', message: 'The recipe link is damaged (its % codes): copy the link again, whole.' },
    };
  }
  return parseRecipe(text);
}
