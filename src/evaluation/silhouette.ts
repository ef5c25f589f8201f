/**
 * The silhouette of two sets: how much nearer pictures lie to their own set than to the other, from -1 over 0 (mixed) to 1
 * (apart). It looks at means of distances, so that sets of many clusters score low though they are apart. Pictures of one
 * subject, near to each other whatever the sets are, are not compared. Rousseeuw 1987.
 */
import { eachDistances } from './distances.ts';
import { checkComparable, type Features } from './features.ts';
import { type Groups, pooled } from './twoSample.ts';

/** Mean over all pictures of both sets. Throws RangeError below 2 pictures of either. */
export function silhouette(first: Features, second: Features): number {
  const each = silhouettes(first, second);
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

/**
 * That of each picture, the first set's first; groups: the subject of each. 0 for a picture whose subject leaves nothing of a
 * set to compare with. Throws RangeError below 2 pictures of either.
 */
export function silhouettes(first: Features, second: Features, groups?: Groups): Float64Array {
  checkComparable('The silhouette', first, second, 2);
  const { both, groupOf } = pooled(first, second, groups);
  const each = new Float64Array(both.count);
  eachDistances(both, both, (i, squared) => {
    const sums = [0, 0];
    const counts = [0, 0];
    for (let j = 0; j < squared.length; j++) {
      if (groupOf[j] === groupOf[i]) continue;
      const set = j < first.count ? 0 : 1;
      sums[set] = (sums[set] as number) + Math.sqrt(squared[j] as number);
      counts[set] = (counts[set] as number) + 1;
    }
    const [toFirst, toSecond] = sums.map((sum, set) => sum / (counts[set] as number)) as [number, number];
    const [own, other] = i < first.count ? [toFirst, toSecond] : [toSecond, toFirst];
    each[i] = counts.includes(0) ? 0 : (other - own) / (Math.max(own, other) || 1);
  });
  return each;
}
