/** The quiz's interval against scipy, its words, and the answers as the page keeps them. */
import { expect, test } from 'vitest';
import type { Quiz } from '../../../src/protocol/quiz.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { quizAnswered, quizDrawn, withoutQuiz } from '../../../src/state/quizzing.ts';
import { clopperPearson } from '../../../src/ui/quiz/clopperPearson.ts';
import { quizScore } from '../../../src/ui/quiz/quizText.ts';

// scipy 1.10.1: binomtest(hits, of).proportion_ci(0.95, 'exact').
const SCIPY = [
  [0, 20, 0, 0.16843347098308548],
  [11, 20, 0.3152781330405485, 0.7694221032240821],
  [15, 20, 0.5089541282920425, 0.9134285308985655],
  [20, 20, 0.8315665290169145, 1],
  [3, 10, 0.06673951117773447, 0.652452850060008],
  [61, 100, 0.5073144796322998, 0.7059895851465829],
  [1, 100, 0.0002531460326818928, 0.054459385392080666],
  [50, 100, 0.3983211295033011, 0.6016788704966989],
] as const;

test.each(SCIPY)('%i of %i has the interval that scipy gives', (hits, of, low, high) => {
  const interval = clopperPearson(hits, of);
  expect(interval.low).toBeCloseTo(low, 9);
  expect(interval.high).toBeCloseTo(high, 9);
});

/** A score of 20, half of them real, with `right` of each half right. */
function scoreOf(right: number) {
  const areReal = Array.from({ length: 20 }, (_, i) => i < 10);
  const answers = areReal.map((isReal, i) => (i % 10 < right ? isReal : !isReal));
  return quizScore(areReal, answers);
}

test('the words conclude what the interval allows', () => {
  expect(scoreOf(5).sentence).toContain('could not tell them apart: 10 of 20 right');
  expect(scoreOf(7).sentence).toContain('could not tell'); // 14 of 20: 46 to 88 %
  expect(scoreOf(8).sentence).toContain('You could tell them apart: 16 of 20');
  expect(scoreOf(1).sentence).toContain('the wrong way round: 2 of 20');
  expect(scoreOf(5)).toMatchObject({ right: 10, of: 20, fooled: 5, doubted: 5 });
  expect(scoreOf(5).sentence).toContain('nothing about copies or diversity');
});

test('answers are kept one by one, and none beyond the last picture', () => {
  const picture = { png: new Uint8Array(), columns: 1, rows: 1, tile: 8 };
  const from = { nimg: 0, preset: 'tiny', resolution: 8, layers: 4, classes: [] };
  const quiz: Quiz = { pictures: [picture, picture], areReal: [true, false], realsOf: 'held-out', from };
  const none = quizAnswered(initialState(), true);
  expect(none.quiz.answers).toEqual([]);
  const state = [true, false, true].reduce(quizAnswered, quizDrawn(initialState(), quiz));
  expect(state.quiz.answers).toEqual([true, false]);
  expect(withoutQuiz(state).quiz.quiz).toBeUndefined();
});
