/**
 * Philox4x32-10: 128 bits of counter and 64 bits of key to 128 random bits, with no state in between. It refuses to know
 * what the bits are for: draws.ts turns them into numbers, streams.ts says which stream is whose.
 * Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3" (SC 2011); the constants are Random123's.
 */

export type Counter = readonly [number, number, number, number];
export type Key = readonly [number, number];

/** Rounds of the published "-10" variant, the one with the safety margin the paper recommends. */
const ROUNDS = 10;
/** The two multipliers, split in halves of 16 bits so that every product below stays exact in a double. */
const MULTIPLIER_0_HIGH = 0xd251;
const MULTIPLIER_0_LOW = 0x1f53;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1_HIGH = 0xcd9e;
const MULTIPLIER_1_LOW = 0x8d57;
const MULTIPLIER_1 = 0xcd9e8d57;
/** Weyl constants added to the key each round: the golden ratio and the square root of 3 less 1, as 32-bit fractions. */
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
/** Half of a 32-bit word. */
const HALF_WORD = 0x10000;
/** Words a block. */
export const BLOCK_WORDS = 4;

/** One block: four unsigned 32-bit words of `counter` under `key` (every entry an integer in 0..2^32-1). */
export function philox(counter: Counter, key: Key): [number, number, number, number] {
  const words = new Uint32Array(BLOCK_WORDS);
  philoxInto(words, 0, counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
  return [words[0] as number, words[1] as number, words[2] as number, words[3] as number];
}

/** The same block written to target[at..at+3], for callers that fill arrays; allocates nothing. */
export function philoxInto(
  target: Uint32Array,
  at: number,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
): void {
  let x0 = counter0 >>> 0;
  let x1 = counter1 >>> 0;
  let x2 = counter2 >>> 0;
  let x3 = counter3 >>> 0;
  let k0 = key0 >>> 0;
  let k1 = key1 >>> 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = Math.floor((x0 * MULTIPLIER_0_HIGH + Math.floor((x0 * MULTIPLIER_0_LOW) / HALF_WORD)) / HALF_WORD);
    const high1 = Math.floor((x2 * MULTIPLIER_1_HIGH + Math.floor((x2 * MULTIPLIER_1_LOW) / HALF_WORD)) / HALF_WORD);
    const low0 = Math.imul(x0, MULTIPLIER_0) >>> 0;
    const low1 = Math.imul(x2, MULTIPLIER_1) >>> 0;
    x0 = (high1 ^ x1 ^ k0) >>> 0;
    x1 = low1;
    x2 = (high0 ^ x3 ^ k1) >>> 0;
    x3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  target[at] = x0;
  target[at + 1] = x1;
  target[at + 2] = x2;
  target[at + 3] = x3;
}
