/**
 * How long the parts of several steps take, in interleaved rounds, so that whatever else the machine does falls on all of
 * them: ratios within one run hold, milliseconds only for this machine at this moment.
 */
import { submittedWorkDone } from '../src/gpu/submitted.ts';
import { median } from './statistics.ts';
import type { World } from './world.ts';

export interface PartTime {
  /** Median milliseconds until the part's JavaScript was done. */
  readonly js: number;
  /** Median milliseconds until the GPU was done, too. */
  readonly wall: number;
}

/** Rounds that compile, record and fill pools. */
const WARM_UP = 2;

/** By world and part. The worlds stay the caller's. */
export async function timeWorlds(
  worlds: readonly World[],
  rounds: number,
): Promise<Readonly<Record<string, Readonly<Record<string, PartTime>>>>> {
  const heard = new Map<string, { js: number[]; wall: number[] }>();
  const key = (world: World, part: string) => `${world.name}: ${part}`;
  for (let round = -WARM_UP; round < rounds; round++)
    for (const world of worlds)
      for (const { name, run } of world.parts) {
        const start = performance.now();
        await run();
        const js = performance.now() - start;
        await submittedWorkDone();
        const wall = performance.now() - start;
        if (round < 0) continue;
        const times = heard.get(key(world, name)) ?? { js: [], wall: [] };
        times.js.push(js);
        times.wall.push(wall);
        heard.set(key(world, name), times);
      }
  const medianOf = (world: World, part: string): PartTime => {
    const { js, wall } = heard.get(key(world, part)) ?? { js: [], wall: [] };
    return { js: median(js), wall: median(wall) };
  };
  const result: Record<string, Record<string, PartTime>> = {};
  for (const world of worlds) {
    const parts: Record<string, PartTime> = {};
    for (const { name, minus, isHelper } of world.parts) {
      if (isHelper) continue;
      const [all, without] = [medianOf(world, name), minus ? medianOf(world, minus) : { js: 0, wall: 0 }];
      parts[name] = { js: all.js - without.js, wall: all.wall - without.wall };
    }
    result[world.name] = parts;
  }
  return result;
}
