/**
 * Thins long series to what a chart's width can show: each bucket of consecutive points keeps the indices where any of
 * the columns is smallest or largest, so no spike is lost. It refuses to average: what remains are points that happened.
 */

/**
 * Ascending indices to draw, at most `buckets * 2 * columns.length + 2`; all of them when there are not more points than
 * that. The first and last index are always kept. Values that are not finite are passed over.
 */
export function thinIndices(columns: readonly ArrayLike<number>[], length: number, buckets: number): Uint32Array {
  const most = Math.max(1, buckets) * 2 * columns.length + 2;
  if (length <= most) return Uint32Array.from({ length }, (_, index) => index);
  const kept = new Set<number>([0, length - 1]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * length) / buckets);
    const to = Math.floor(((bucket + 1) * length) / buckets);
    for (const column of columns) keepExtremes(column, from, to, kept);
  }
  return Uint32Array.from(kept).sort();
}

function keepExtremes(column: ArrayLike<number>, from: number, to: number, kept: Set<number>): void {
  let lowest = -1;
  let highest = -1;
  for (let index = from; index < to; index++) {
    const value = column[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (lowest < 0 || value < (column[lowest] ?? 0)) lowest = index;
    if (highest < 0 || value > (column[highest] ?? 0)) highest = index;
  }
  if (lowest >= 0) kept.add(lowest);
  if (highest >= 0) kept.add(highest);
}
