/**
 * Which entries of a long history to keep: sheets, EMA weights, anything that comes again and again at some nimg. Pure;
 * worker and page thin alike. It refuses to look at the entries themselves.
 */

/** Share of the places that the latest entries have, whatever lies between them. */
const RECENT_SHARE = 1 / 4;
const REALS_PER_KIMG = 1000;
/** Whatever two divides so often, or more, is equally round. */
const MOST_TWOS = 8;
/** How round a whole kimg is at least. */
const WHOLE_KIMG = MOST_TWOS;
/** Roundness that counts for a gap twice as wide. */
const ROUND = 4;
/** Sheets kept of a run, by page, worker and storage alike: a few hundred kilobytes each. */
export const MOST_SHEETS = 200;

/**
 * The positions to keep of `positions` (nimg in any order, repeats count once), ascending, at most `most` (2 or more): the
 * first, the latest, and of the others such as leave no wide gap, round ones before others. It gives back what is few
 * enough, so a history may be thinned as it grows. Throws RangeError where `most` is below 2.
 */
export function thinned(positions: readonly number[], most: number): number[] {
  if (!Number.isInteger(most) || most < 2) throw new RangeError(`A history keeps 2 entries or more, not ${most}.`);
  const kept = [...new Set(positions)].sort((a, b) => a - b);
  const recent = Math.max(1, Math.floor(most * RECENT_SHARE));
  while (kept.length > most) kept.splice(leastMissed(kept, kept.length - recent), 1);
  return kept;
}

/** The place, from the second on and below `end`, whose entry leaves the narrowest gap; that of a round one counts as wider. */
function leastMissed(kept: readonly number[], end: number): number {
  let least = 1;
  let leastWorth = Number.POSITIVE_INFINITY;
  for (let place = 1; place < end; place++) {
    const gap = (kept[place + 1] as number) - (kept[place - 1] as number);
    const worth = gap * (1 + roundness(kept[place] as number) / ROUND);
    if (worth >= leastWorth) continue;
    least = place;
    leastWorth = worth;
  }
  return least;
}

/** Whole kimg come before all else, and among either, those that 2 divides more often. */
function roundness(nimg: number): number {
  const kimg = nimg / REALS_PER_KIMG;
  return Number.isInteger(kimg) ? WHOLE_KIMG + twosIn(kimg) : twosIn(nimg);
}

/** How often 2 divides `whole`, up to MOST_TWOS. */
function twosIn(whole: number): number {
  let twos = 0;
  for (let rest = whole; rest % 2 === 0 && twos < MOST_TWOS; rest /= 2) twos++;
  return twos;
}
