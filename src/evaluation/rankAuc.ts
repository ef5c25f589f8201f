/** The area under the ROC curve by ranks: the chance that a positive scores above a negative. It refuses to fit anything. */

/** 0 to 1, ties counting half; 0.5 where scores say nothing. Throws RangeError where either is empty. */
export function rankAuc(positives: ArrayLike<number>, negatives: ArrayLike<number>): number {
  if (positives.length === 0 || negatives.length === 0)
    throw new RangeError('An area under the ROC curve needs scores of both kinds: one of them has none.');
  const sorted = Float64Array.from(negatives).sort();
  let sum = 0;
  for (let i = 0; i < positives.length; i++) {
    const score = positives[i] as number;
    const below = countBelow(sorted, (value) => value < score);
    sum += below + (countBelow(sorted, (value) => value <= score) - below) / 2;
  }
  return sum / positives.length / negatives.length;
}

/** How many of the sorted values come before the first for which `isBelow` is false. */
function countBelow(sorted: Float64Array, isBelow: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
