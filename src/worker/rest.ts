/** How long to leave the GPU alone after a piece of work, for whoever wants to go on using the computer. Pure. */

/** A step that was just compiled took far longer than those to come: no rest is longer than this. */
const LONGEST_REST_MS = 10_000;

/** Milliseconds of rest after workMs of work, so that `free` (0 to below 1) of the time is rest. */
export function restAfter(workMs: number, free: number): number {
  return Math.min(LONGEST_REST_MS, (workMs * free) / (1 - free));
}
