// @ts-check
/**
 * numpy's RandomState(seed).permutation(n), bit for bit: the reference run chose its real slices by it, and numbers
 * compare only on the same slices. It offers nothing else of numpy, and nothing but the choice of slices may use it.
 * Mersenne Twister: Matsumoto and Nishimura 1998 (init_genrand of 2002); shuffle: numpy's legacy RandomState.
 */

const STATE_WORDS = 624;
const MIDDLE = 397;
const INIT_MULTIPLIER = 1812433253;
const INIT_SHIFT = 30;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;
const TWIST = 0x9908b0df;
const TEMPER_SHIFT_1 = 11;
const TEMPER_SHIFT_2 = 7;
const TEMPER_MASK_2 = 0x9d2c5680;
const TEMPER_SHIFT_3 = 15;
const TEMPER_MASK_3 = 0xefc60000;
const TEMPER_SHIFT_4 = 18;

/**
 * The order of 0..n-1 that numpy gives.
 * @param {number} seed 0 to 2^32 - 1
 * @param {number} n
 */
export function numpyPermutation(seed, n) {
  const next = mersenneTwister(seed);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    // Words are cut to the bits of i and drawn again while they exceed it.
    const mask = 2 ** (32 - Math.clz32(i)) - 1;
    let j = (next() & mask) >>> 0;
    while (j > i) j = (next() & mask) >>> 0;
    const held = at(order, i);
    order[i] = at(order, j);
    order[j] = held;
  }
  return order;
}

/**
 * @param {number} seed
 * @returns {() => number} gives the next unsigned 32-bit word
 */
function mersenneTwister(seed) {
  const state = new Uint32Array(STATE_WORDS);
  state[0] = seed;
  for (let i = 1; i < STATE_WORDS; i++) {
    const before = at(state, i - 1);
    state[i] = Math.imul(INIT_MULTIPLIER, before ^ (before >>> INIT_SHIFT)) + i;
  }
  let place = STATE_WORDS;
  return () => {
    if (place === STATE_WORDS) {
      twist(state);
      place = 0;
    }
    let word = at(state, place++);
    word ^= word >>> TEMPER_SHIFT_1;
    word ^= (word << TEMPER_SHIFT_2) & TEMPER_MASK_2;
    word ^= (word << TEMPER_SHIFT_3) & TEMPER_MASK_3;
    return (word ^ (word >>> TEMPER_SHIFT_4)) >>> 0;
  };
}

/**
 * The next 624 words, in place.
 * @param {Uint32Array} state
 */
function twist(state) {
  for (let i = 0; i < STATE_WORDS; i++) {
    const joined = (at(state, i) & UPPER_BIT) | (at(state, (i + 1) % STATE_WORDS) & LOWER_BITS);
    const mixed = (joined >>> 1) ^ (joined & 1 ? TWIST : 0);
    state[i] = at(state, (i + MIDDLE) % STATE_WORDS) ^ mixed;
  }
}

/**
 * The word at an index that is known to lie inside.
 * @param {Uint32Array} words
 * @param {number} index
 */
function at(words, index) {
  return /** @type {number} */ (words[index]);
}
