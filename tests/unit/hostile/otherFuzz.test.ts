import fc from 'fast-check';
import { encode as encodeJpeg } from 'jpeg-js';
import { expect, it } from 'vitest';
import { MAX_SIDE, pictureFacts } from '../../../src/dataset/decoders/facts.ts';
import { PictureError } from '../../../src/dataset/decoders/picture.ts';
import { FIELDS } from '../../../src/protocol/fields.ts';
import { configOf, problemsOf } from '../../../src/protocol/validate.ts';
import { recipeInHash } from '../../../src/state/recipeLink.ts';
import { mutated, mutations } from '../../support/hostile/mutations.ts';
import { pngOf } from '../../support/hostile/pngWriter.ts';

/** Fixed, so that a run repeats; a failure prints the seed and the path to its smallest case. */
const SEED = 20_260_803;
const RUNS = 2000;

const PICTURES = [
  pngOf({ level: 90 }),
  new Uint8Array(encodeJpeg({ width: 8, height: 8, data: new Uint8Array(256).fill(90) }, 90).data),
];

it('whatever the bytes, a picture’s header gives sizes within the limits or a reason', () => {
  const seen = { facts: 0, refused: 0 };
  const damagedPicture = fc
    .tuple(fc.constantFrom(...PICTURES), mutations)
    .map(([bytes, changes]) => mutated(bytes, changes));
  fc.assert(
    fc.property(damagedPicture, (bytes) => {
      try {
        const { width, height } = pictureFacts(bytes);
        expect(Math.min(width, height)).toBeGreaterThan(0);
        expect(Math.max(width, height)).toBeLessThanOrEqual(MAX_SIDE);
        seen.facts++;
      } catch (error) {
        if (!(error instanceof PictureError)) throw error;
        seen.refused++;
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(seen.facts).toBeGreaterThan(RUNS / 10);
  expect(seen.refused).toBeGreaterThan(RUNS / 10);
});

it('whatever a recipe link says, it is refused with a sentence or gives a config that can be checked', () => {
  const seen = { recipes: 0, failures: 0 };
  const value = fc.oneof(
    fc.json().map((text): unknown => JSON.parse(text)),
    fc.double(),
    fc.nat(600),
    fc.constantFrom('stylegan2', 'msg', true, { 8: 16 }),
  );
  const recipe = fc.dictionary(fc.constantFrom(...FIELDS.map(({ name }) => name)), value, { maxKeys: 2 });
  const text = fc.oneof(
    recipe.map((fields) => JSON.stringify(fields)),
    fc.json(),
    fc.string(),
  );
  const link = fc.oneof(text.map(encodeURIComponent), fc.string());
  fc.assert(
    fc.property(link, (encoded) => {
      const found = recipeInHash(`#recipe=${encoded}`);
      if (found && 'recipe' in found) {
        for (const sentence of Object.values(problemsOf(configOf(found.recipe))))
          expect(sentence.length).toBeGreaterThan(0);
        seen.recipes++;
      } else {
        expect(found?.failure.code).toBe('bad-config');
        seen.failures++;
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(seen.recipes).toBeGreaterThan(RUNS / 20);
  expect(seen.failures).toBeGreaterThan(RUNS / 4);
});
