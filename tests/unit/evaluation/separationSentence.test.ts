/** What a comparison's numbers are made to say: every case, and never more than the intervals allow. */
import { expect, test } from 'vitest';
import { separationSentence } from '../../../src/evaluation/separationSentence.ts';
import type { SeparationNumber } from '../../../src/protocol/comparison.ts';

const names = ['AD', 'NC'] as const;
const number = (id: SeparationNumber['id'], value: number, reach: number): SeparationNumber => ({
  ...{ id, value, interval: { low: value - reach, high: value + reach } },
  ifNone: id === 'silhouette' ? 0 : 0.5,
});
const numbers = (auc: number, nearest: number, reach = 0.03) => [
  number('oneNearest', nearest, reach),
  number('silhouette', 0.5, 0.1), // large on purpose: it must not decide anything
  number('auc', auc, reach),
];
const NONE = numbers(0.51, 0.5);
const LITTLE = numbers(0.64, 0.6);
const CLEAR = numbers(0.8, 0.7);
const WHOLE = numbers(0.99, 0.97);
/** Only one of the two excludes chance. */
const BY_CLASSIFIER = numbers(0.7, 0.52);
const BY_NEIGHBOURS = numbers(0.52, 0.6);
const say = (real: readonly SeparationNumber[] | string, generated: readonly SeparationNumber[], models: 1 | 2 = 1) =>
  separationSentence({ names, real, generated, models });

test.each([
  ['neither', NONE, NONE, /Neither the real nor the generated AD and NC .* no difference was found/],
  [
    'exaggerated',
    NONE,
    LITTLE,
    /^The real AD and NC slices are not separated; the generated ones are, a little. The model exaggerates the difference.$/,
  ],
  ['few reals', numbers(0.58, 0.55, 0.1), LITTLE, /are not separated; .* a little. The intervals overlap: .* chance/],
  ['lost', CLEAR, NONE, /separated, clearly; the generated ones are not. The model has lost the difference.$/],
  ['perhaps lost', numbers(0.62, 0.6, 0.08), numbers(0.51, 0.5, 0.08), /are not. The intervals overlap/],
  ['alike', CLEAR, CLEAR, /the generated ones are as well, clearly. The model shows the difference about as it is/],
  ['more', CLEAR, WHOLE, /separated, clearly; the generated ones are, almost wholly. The model exaggerates/],
  ['less', WHOLE, LITTLE, /almost wholly; the generated ones are, a little. The model makes less of the difference/],
  ['mixed', numbers(0.8, 0.9), numbers(0.9, 0.8), /The numbers do not agree/],
] as const)('with a control: %s', (_, real, generated, expected) => {
  expect(say(real, generated)).toMatch(expected);
});

test('without a control nothing is said of reals', () => {
  const why = 'no data set is open.';
  expect(say(why, CLEAR)).toBe(
    'The generated AD and NC pictures are separated, clearly. There is no real control, so this says nothing of real slices: no data set is open.',
  );
  expect(say(why, NONE)).toMatch(/^The generated AD and NC pictures are not separated. There is no real control/);
  expect(say([], CLEAR)).toMatch(/too few subjects to tell them apart; the generated ones are, clearly/);
  expect(say(NONE, [])).toMatch(/too few pictures .* ask for more/);
});

test('sets are separated only where the numbers agree, and where they differ it is said', () => {
  const why = 'no data set is open.';
  expect(say(why, BY_CLASSIFIER)).toMatch(
    /^Whether the generated AD and NC pictures are separated is not clear: the classifier finds a difference, nearest neighbours do not\. There/,
  );
  expect(say(why, BY_NEIGHBOURS)).toMatch(/not clear: nearest neighbours find a difference, the classifier does not\./);
  expect(say(BY_CLASSIFIER, CLEAR)).toMatch(
    /^Whether the real .* do not; the generated ones are, clearly\. The model exagg/,
  );
  expect(say(CLEAR, BY_CLASSIFIER)).toMatch(
    /whether the generated ones are is not clear: .* makes less of the difference/,
  );
  expect(say(NONE, BY_CLASSIFIER)).toMatch(/slices are not separated; whether .* not agree on which are further apart/);
  expect(say(BY_CLASSIFIER, NONE)).toMatch(/; the generated ones are not\. The numbers do not agree on which/);
  expect(say(BY_CLASSIFIER, BY_CLASSIFIER)).toMatch(/may be chance\.$/);
  // Where the classifier had too few subjects, neighbours alone decide.
  expect(say(why, BY_NEIGHBOURS.slice(0, 2))).toMatch(/are separated, a little/);
});

test('two models are spoken of as two', () => {
  expect(say(NONE, LITTLE, 2)).toMatch(/The models exaggerate the difference.$/);
  expect(say(CLEAR, NONE, 2)).toMatch(/The models have lost/);
  expect(say(WHOLE, LITTLE, 2)).toMatch(/The models make less/);
  expect(say(CLEAR, CLEAR, 2)).toMatch(/The models show the difference/);
});
