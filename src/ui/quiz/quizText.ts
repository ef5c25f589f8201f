/** What a quiz's answers come to, in numbers and words. Pure; it refuses to conclude more than they show. */

import { percentText } from '../kit/format.ts';
import { clopperPearson, type Interval } from './clopperPearson.ts';

export interface QuizScore {
  readonly right: number;
  readonly of: number;
  /** 95 %, of the share that a person would get right in the long run. */
  readonly interval: Interval;
  /** Generated ones taken for real, and reals taken for generated. */
  readonly fooled: number;
  readonly doubted: number;
  readonly sentence: string;
}

const GUESSING = 0.5;
/** What no quiz can show. */
const LIMIT =
  'That says nothing about copies or diversity: a generator that draws one training slice again and again would pass.';

/** answers: whether each was taken for real; as many as areReal. */
export function quizScore(areReal: readonly boolean[], answers: readonly boolean[]): QuizScore {
  const of = areReal.length;
  const right = areReal.filter((isReal, i) => isReal === answers[i]).length;
  const fooled = areReal.filter((isReal, i) => !isReal && answers[i]).length;
  const doubted = areReal.filter((isReal, i) => isReal && !answers[i]).length;
  const interval = clopperPearson(right, of);
  return { right, of, interval, fooled, doubted, sentence: sentenceOf(right, of, interval) };
}

function sentenceOf(right: number, of: number, { low, high }: Interval): string {
  const facts = `${right} of ${of} right; the 95 % interval is ${percentText(low)} to ${percentText(high)}, and guessing gets 50 %.`;
  if (low > GUESSING) return `You could tell them apart: ${facts} ${LIMIT}`;
  if (high < GUESSING)
    return `You saw a difference and took it the wrong way round: ${facts} Pictures that cannot be told apart do not do that.`;
  return `You could not tell them apart: ${facts} ${LIMIT}`;
}
