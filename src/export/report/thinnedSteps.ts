/** Thousands of steps as a few hundred points: means of equal stretches of steps, so that no step is left out. */
import type { StepBlock, StepStat } from '../../protocol/stats.ts';
import { kimgOf } from './words.ts';

const MOST_POINTS = 300;

export interface Points {
  /** kimg at the middle of each stretch. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Values that are not finite are left out of their mean; a stretch without any is left out. */
export function pointsOf({ nimg, values }: StepBlock, stat: StepStat): Points {
  const column = values[stat];
  const stretch = Math.max(1, Math.ceil(nimg.length / MOST_POINTS));
  const x: number[] = [];
  const y: number[] = [];
  for (let start = 0; start < nimg.length; start += stretch) {
    const end = Math.min(nimg.length, start + stretch);
    const finite = column.subarray(start, end).filter((value) => Number.isFinite(value));
    if (finite.length === 0) continue;
    x.push(kimgOf(((nimg[start] as number) + (nimg[end - 1] as number)) / 2));
    y.push(finite.reduce((sum, value) => sum + value, 0) / finite.length);
  }
  return { x, y };
}
