// @ts-check
/** Reads lists of seeds as people write them: "0-9,12,40-49". It refuses what is not a seed instead of skipping it. */
import { PlainError } from './command.mjs';

/** Seeds are one 32-bit word of the generator's key. */
const LARGEST_SEED = 2 ** 32 - 1;
/** As many pictures as a folder and a person can still take. */
const MOST_SEEDS = 100_000;

/**
 * @param {string} text
 * @returns {number[]} in the order written, each once
 */
export function seedsFrom(text) {
  const seeds = new Set();
  for (const part of text.split(',')) {
    const [, first, last] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    if (first === undefined || from > to || to > LARGEST_SEED)
      throw new PlainError(`--seeds "${part}" is not a seed or a range of seeds: write them like 0-9,12.`);
    if (seeds.size + to - from + 1 > MOST_SEEDS)
      throw new PlainError(`--seeds ${text} asks for more than ${MOST_SEEDS} pictures. Ask for them in parts.`);
    for (let seed = from; seed <= to; seed++) seeds.add(seed);
  }
  return [...seeds];
}

/**
 * seed0007.png; seeds of more than four digits take the room they need.
 * @param {number} seed
 */
export function pictureName(seed) {
  const digits = 4;
  return `seed${String(seed).padStart(digits, '0')}.png`;
}
