/** The exact interval of a share: what chance allows around `hits` of `of`. Pure; meant for hundreds, not millions. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Outside the interval on either side. */
const TAIL = 0.025;
/** Halvings of [0, 1]: below a float's own steps near 1. */
const HALVINGS = 60;

/** 95 %: the shares for which neither so few nor so many hits are rarer than 1 in 40. @see Clopper and Pearson 1934 */
export function clopperPearson(hits: number, of: number): Interval {
  return {
    low: hits === 0 ? 0 : shareWhere((share) => atLeast(hits, of, share) < TAIL),
    high: hits === of ? 1 : shareWhere((share) => 1 - atLeast(hits + 1, of, share) > TAIL),
  };
}

/** The share up to which `holds`, which must hold below it and not above. */
function shareWhere(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The probability of `hits` or more of `of`, each with probability `share`. */
function atLeast(hits: number, of: number, share: number): number {
  let sum = 0;
  for (let k = hits; k <= of; k++)
    sum += Math.exp(logOfChoices(of, k) + k * Math.log(share) + (of - k) * Math.log1p(-share));
  return sum;
}

function logOfChoices(of: number, chosen: number): number {
  let sum = 0;
  for (let i = 1; i <= chosen; i++) sum += Math.log((of - chosen + i) / i);
  return sum;
}
