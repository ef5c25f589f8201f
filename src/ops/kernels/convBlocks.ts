/** How large the register blocks of the kernels for software adapters are, for a shape. It refuses to hold WGSL. */
import type { Block } from './convBlocked.ts';
import type { FilterBlock } from './convFilterBlocked.ts';
import type { ConvShape, UpShape } from './convShape.ts';
import { VEC, widthOf } from './wgsl.ts';

/**
 * From how many multiply-adds blocks are worth their compilation (0.5 s on two cores, some seconds for the big ones), and how large
 * they are. Up: in patches of 2x2. Pointwise: of 1x1 kernels, which make so little code that a block may have more channels.
 */
interface BlockRule {
  readonly work: number;
  readonly forward: Block;
  readonly pointwise: Block;
  readonly up: Block;
  readonly filter: FilterBlock;
}

/** By the names of their variants, the one for more work first. */
export const BLOCKS: Readonly<Record<'blockedWide' | 'blocked', BlockRule>> = {
  blockedWide: {
    work: 30e6,
    forward: { rows: 8, columns: 8, groups: 2 },
    pointwise: { rows: 4, columns: 8, groups: 4 },
    up: { rows: 3, columns: 6, groups: 2 },
    filter: { inputs: 5, groups: 4 },
  },
  blocked: {
    work: 8e6,
    forward: { rows: 4, columns: 4, groups: 1 },
    pointwise: { rows: 4, columns: 4, groups: 4 },
    up: { rows: 3, columns: 3, groups: 1 },
    filter: { inputs: 5, groups: 1 },
  },
};

export function forwardBlock({ height, width, kernel, to }: ConvShape, { forward, pointwise }: BlockRule): Block {
  const { rows, columns, groups } = kernel === 1 ? pointwise : forward;
  return { rows: fitting(height, rows), columns: fitting(width, columns), groups: groupsFor(to, groups) };
}

export function upBlock({ height, width, to }: UpShape, { up }: BlockRule): Block {
  // One more patch than pixels each way.
  return {
    rows: fitting(height + 1, up.rows),
    columns: fitting(width + 1, up.columns),
    groups: groupsFor(to, up.groups),
  };
}

export function filterBlock({ from, to }: ConvShape, { filter }: BlockRule): FilterBlock {
  return { inputs: divisor(from, filter.inputs), groups: groupsFor(to, filter.groups) };
}

/** The step, at most `most` and at least `least`, that covers `length` with the least overhang; the largest of equals. */
export function fitting(length: number, most: number, least = Math.ceil(most / 2)): number {
  const covered = (step: number) => step * Math.ceil(length / step);
  let best = most;
  for (let step = most - 1; step >= least; step--) if (covered(step) < covered(best)) best = step;
  return best;
}

/** Groups of 4 channels, or as many single ones, that divide the channels. */
function groupsFor(channels: number, most: number): number {
  const width = widthOf(channels);
  return divisor(channels / width, (most * VEC) / width);
}

/** The largest divisor of n up to `most`. */
function divisor(n: number, most: number): number {
  let best = 1;
  for (let candidate = 2; candidate <= most; candidate++) if (n % candidate === 0) best = candidate;
  return best;
}
