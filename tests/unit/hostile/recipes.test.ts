import { expect, it } from 'vitest';
import { configOf, problemsOf } from '../../../src/protocol/validate.ts';
import { recipeInHash } from '../../../src/state/recipeLink.ts';
import { HOSTILE_RECIPES } from '../../support/hostile/recipeCases.ts';

/** A sentence for a person, not a dump. */
const LONGEST_SENTENCE = 600;

it.each(HOSTILE_RECIPES)('$what is refused with a sentence', ({ link, says, at }) => {
  const found = recipeInHash(`#recipe=${link}`);
  if (!found) throw new Error('The link was not read as a recipe.');
  if (at === 'start') {
    if ('failure' in found) throw new Error(`Refused early: ${found.failure.message}`);
    const sentences = Object.values(problemsOf(configOf(found.recipe)));
    expect(sentences.join('\n')).toMatch(says);
    for (const sentence of sentences) expect(sentence.length).toBeLessThan(LONGEST_SENTENCE);
    return;
  }
  if (!('failure' in found)) throw new Error('The link was accepted.');
  expect(found.failure.code).toBe('bad-config');
  expect(found.failure.message).toMatch(says);
  expect(found.failure.message.length).toBeLessThan(LONGEST_SENTENCE);
});

it('nothing reached the prototypes of others', () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect('seed' in {}).toBe(false);
});
