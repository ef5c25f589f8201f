/** Which points of a curve its table lists. It refuses to average: each row is a point of the curve. */

/** More rows than this help nobody; the CSV has them all. */
const MOST_ROWS = 200;

/**
 * At most MOST_ROWS indices of `length` points, newest first, evenly spread, always with the newest and the oldest; and
 * the distance between them.
 */
export function tableRows(length: number): { readonly indices: readonly number[]; readonly every: number } {
  const every = Math.max(1, Math.ceil((length - 1) / (MOST_ROWS - 2)));
  const indices: number[] = [];
  for (let index = length - 1; index >= 0; index -= every) indices.push(index);
  if (length > 0 && indices.at(-1) !== 0) indices.push(0);
  return { indices, every };
}
