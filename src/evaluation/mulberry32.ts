/**
 * The small generator in which the metric of the reference run is defined. Nothing else may use it: training and sampling
 * draw from src/random, whose streams are independent of each other, which mulberry32's seeds are not.
 */

/** Added to the state at each draw; from Tommy Ettinger's public-domain generator, as are the shifts below. */
const INCREMENT = 0x6d2b79f5;
const FIRST_SHIFT = 15;
const SECOND_SHIFT = 7;
const LAST_SHIFT = 14;
const ODD = 61;
const WORD_COUNT = 0x1_0000_0000;

/** A function that gives the next number in [0, 1) at each call, from an integer seed in 0..2^32-1. */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + INCREMENT) | 0;
    let word = Math.imul(state ^ (state >>> FIRST_SHIFT), 1 | state);
    word = (word + Math.imul(word ^ (word >>> SECOND_SHIFT), ODD | word)) ^ word;
    return ((word ^ (word >>> LAST_SHIFT)) >>> 0) / WORD_COUNT;
  };
}
