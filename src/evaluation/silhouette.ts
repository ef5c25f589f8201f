/**
 * The silhouette of two sets: how much nearer pictures lie to their own set than to the other, from -1 over 0 (mixed) to 1
 * (apart). It looks at means of distances, so that sets of many clusters score low though they are apart. Rousseeuw 1987.
 */
import { eachDistances } from './distances.ts';
import { checkComparable, type Features } from './features.ts';
import { pooled } from './twoSample.ts';

/** Mean over all pictures of both sets. Throws RangeError below 2 pictures of either. */
export function silhouette(first: Features, second: Features): number {
  const each = silhouettes(first, second);
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

/** That of each picture, the first set's first. Throws RangeError below 2 pictures of either. */
export function silhouettes(first: Features, second: Features): Float64Array {
  checkComparable('The silhouette', first, second, 2);
  const { both } = pooled(first, second);
  const each = new Float64Array(both.count);
  eachDistances(both, both, (i, squared) => {
    let toFirst = 0;
    let toSecond = 0;
    for (let j = 0; j < squared.length; j++) {
      const distance = Math.sqrt(squared[j] as number);
      if (j < first.count) toFirst += distance;
      else toSecond += distance;
    }
    const isFirst = i < first.count;
    const own = isFirst ? toFirst / (first.count - 1) : toSecond / (second.count - 1);
    const other = isFirst ? toSecond / second.count : toFirst / first.count;
    each[i] = (other - own) / (Math.max(own, other) || 1);
  });
  return each;
}
