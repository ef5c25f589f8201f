/**
 * Random numbers as a pure function of (seed, stream, step, element): nothing to save, nothing to restore, the same in
 * any order and on the GPU (ops has the WGSL twin). It refuses to hold state. The rule, with test vectors: docs/seeds.md.
 *
 * Layout: key = [seed, stream], counter = [block, 0, step low 32 bits, step high]; block = floor(element / 4), and the
 * element is word element % 4 of that block.
 */
import { BLOCK_WORDS, philoxInto } from './philox.ts';
import { STREAM } from './streams.ts';

/** One more than the largest 32-bit word. */
const WORD_COUNT = 0x1_0000_0000;
/** A float32 has 24 bits of fraction: the upper 24 bits of a word are used, and the lower 8 dropped. */
const DROPPED_BITS = 8;
const UNIT = 2 ** -24;

/** `count` unsigned 32-bit words. seed and stream: integers in 0..2^32-1; step: an integer in 0..2^53-1. Caller owns. */
export function bits(seed: number, stream: number, step: number, count: number): Uint32Array<ArrayBuffer> {
  checkWord('seed', seed);
  checkWord('stream', stream);
  checkCount('step', step);
  checkCount('count', count);
  const words = new Uint32Array(Math.ceil(count / BLOCK_WORDS) * BLOCK_WORDS);
  const stepHigh = Math.floor(step / WORD_COUNT);
  for (let at = 0; at < words.length; at += BLOCK_WORDS)
    philoxInto(words, at, at / BLOCK_WORDS, 0, step, stepHigh, seed, stream);
  return words.length === count ? words : words.slice(0, count);
}

/** `count` numbers in [0, 1), multiples of 2^-24. Arguments as for `bits`. */
export function uniforms(seed: number, stream: number, step: number, count: number): Float32Array<ArrayBuffer> {
  const words = bits(seed, stream, step, count);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = ((words[i] as number) >>> DROPPED_BITS) * UNIT;
  return values;
}

/**
 * `count` standard normals by Box and Muller (largest magnitude 5.77). Elements 2j and 2j+1 come from words 2j and 2j+1:
 * u1 = (a >>> 8 + 1) 2^-24 in (0,1], u2 = (b >>> 8) 2^-24, and sqrt(-2 ln u1) times cos and sin of 2 pi u2.
 */
export function normals(seed: number, stream: number, step: number, count: number): Float32Array<ArrayBuffer> {
  checkCount('count', count);
  const words = bits(seed, stream, step, count + (count % 2));
  const values = new Float32Array(count);
  for (let pair = 0; pair < count; pair += 2) {
    const radius = Math.sqrt(-2 * Math.log((((words[pair] as number) >>> DROPPED_BITS) + 1) * UNIT));
    const angle = 2 * Math.PI * ((words[pair + 1] as number) >>> DROPPED_BITS) * UNIT;
    values[pair] = radius * Math.cos(angle);
    // The second half of an odd last pair falls off the typed array's end, where a write does nothing.
    values[pair + 1] = radius * Math.sin(angle);
  }
  return values;
}

/**
 * A uniform permutation of 0..n-1 by Fisher and Yates: for i from n-1 down to 1, exchange i with j uniform in 0..i. A word
 * at or above the largest multiple of i+1 is thrown away and the next one taken, so that no j is favoured.
 */
export function permutation(seed: number, stream: number, step: number, n: number): Uint32Array<ArrayBuffer> {
  checkCount('n', n);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  // About one word is thrown away in a permutation of a million; more are fetched when they are needed.
  let words = bits(seed, stream, step, n);
  let next = 0;
  for (let i = n - 1; i > 0; i--) {
    const choices = i + 1;
    const fair = WORD_COUNT - (WORD_COUNT % choices);
    let word = WORD_COUNT;
    while (word >= fair) {
      if (next === words.length) words = bits(seed, stream, step, 2 * words.length);
      word = words[next++] as number;
    }
    const j = word % choices;
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}

/** The z of a picture's seed, [zDim] standard normals: the same seed is the same z everywhere, in Python too. */
export function latentOfSeed(seed: number, zDim: number): Float32Array<ArrayBuffer> {
  return normals(seed, STREAM.sampleLatent, 0, zDim);
}

function checkWord(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 0 && value < WORD_COUNT) return;
  throw new RangeError(`The ${name} ${value} is not an integer from 0 to 4294967295: choose one in that range.`);
}

function checkCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new RangeError(`The ${name} ${value} of a random draw is not a whole number from 0 upwards: pass one.`);
}
