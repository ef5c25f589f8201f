/** Which EMA weights of a run's past are kept: fewer the larger they are. Pure. */
import { thinned } from '../protocol/history.ts';

/** Of a run's averages together: a fraction of what browsers give a page. */
const MOST_BYTES = 512 * 2 ** 20;
const MOST = 24;
/** The first and the newest, whatever they take. */
const FEWEST = 2;

/** bytes: of one. */
export function averagesToForget(positions: readonly number[], bytes: number): number[] {
  const most = Math.max(FEWEST, Math.min(MOST, Math.floor(MOST_BYTES / bytes)));
  const kept = new Set(thinned(positions, most));
  return positions.filter((nimg) => !kept.has(nimg));
}
