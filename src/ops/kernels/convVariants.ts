/**
 * Which variant of the convolution kernels a shape gets, by rules that read like a table: the one place to change when
 * variants are added or an autotuner takes over. It refuses to hold WGSL.
 */
import { isSoftware } from '../../gpu/softwareAdapter.ts';
import { type Block, blockedForward } from './convBlocked.ts';
import { directForward } from './convDirect.ts';
import { blockedFilter, blocksOf } from './convFilterBlocked.ts';
import { directFilter } from './convFilterDirect.ts';
import type { Chosen, ConvShape, ConvTask, FilterTask, UpTask } from './convShape.ts';
import { blockedUp } from './convUpBlocked.ts';
import { directUp } from './convUpDirect.ts';
import { powerOfTwoFrom, VEC, widthOf } from './wgsl.ts';

/** Most pixels a thread: beyond, registers spill. */
const MAX_PIXELS = 8;
const MIN_UP_PIXELS = 4;
/** Threads that keep all cores of any adapter busy. */
const WANTED_THREADS = 8192;
/** Most shares of a filter gradient, and most bytes that their planes may take together. */
const MAX_SPLITS = 128;
const MAX_SPLIT_BYTES = 32 * 1024 * 1024;
const BYTES_A_FLOAT = 4;
/** Rows times columns that a share should have at least, so that its planes cost less than its sums. */
const MIN_SHARE_PIXELS = 64;

/**
 * On a software adapter: from how many multiply-adds a tiled kernel is worth its compilation (0.5 s on two cores, 3 s for
 * the big blocks), and how large its blocks are. Up: in patches of 2x2.
 */
interface TileRule {
  readonly work: number;
  readonly forward: Block;
  readonly up: Block;
  readonly filter: { readonly inputs: number; readonly groups: number };
}
const TILES: readonly TileRule[] = [
  {
    work: 30e6,
    forward: { rows: 4, columns: 8, groups: 2 },
    up: { rows: 4, columns: 6, groups: 1 },
    filter: { inputs: 5, groups: 2 },
  },
  {
    work: 8e6,
    forward: { rows: 4, columns: 4, groups: 1 },
    up: { rows: 3, columns: 3, groups: 1 },
    filter: { inputs: 5, groups: 1 },
  },
];
/** Threads that keep a software adapter busy: each adds a plane of a filter gradient to reduce. */
const WANTED_SOFTWARE_THREADS = 512;
/** A 1x1 kernel makes so much less code of a block that the block may be wider. */
const POINTWISE_GROUPS = 4;

export function chooseForward(shape: ConvTask): Chosen {
  const rule = ruleFor(shape.count * shape.height * shape.width * shape.kernel ** 2 * shape.from * shape.to);
  if (!rule) return directForward(shape, Math.min(MAX_PIXELS, powerOfTwoFrom(shape.width)));
  const groups = shape.kernel === 1 ? POINTWISE_GROUPS : rule.forward.groups;
  return blockedForward(shape, {
    rows: fitting(shape.height, rule.forward.rows),
    columns: fitting(shape.width, rule.forward.columns),
    groups: groupsFor(shape.to, groups),
  });
}

export function chooseUp(shape: UpTask): Chosen {
  // One more patch than pixels each way.
  const [rows, columns] = [shape.height + 1, shape.width + 1];
  const TAPS = 9;
  const rule = ruleFor(shape.count * rows * columns * TAPS * shape.from * shape.to);
  if (!rule) return directUp(shape, fitting(columns, MAX_PIXELS, MIN_UP_PIXELS));
  return blockedUp(shape, {
    rows: fitting(rows, rule.up.rows),
    columns: fitting(columns, rule.up.columns),
    groups: groupsFor(shape.to, rule.up.groups),
  });
}

/** The variant, and how many shares it writes. Depends on shape and adapter alone. */
export function chooseFilter(shape: FilterTask): Chosen & { readonly splits: number } {
  const { count, height, width, kernel, from, to } = shape;
  const rule = ruleFor(count * height * width * kernel ** 2 * from * to);
  if (!rule) {
    const splits = splitsOf(shape, (kernel * from * to) / (widthOf(from) * widthOf(to)), WANTED_THREADS);
    return { ...directFilter(shape, splits), splits };
  }
  const tile = { inputs: divisor(from, rule.filter.inputs), groups: groupsFor(to, rule.filter.groups) };
  const splits = splitsOf(shape, blocksOf(shape, tile), WANTED_SOFTWARE_THREADS);
  return { ...blockedFilter(shape, splits, tile), splits };
}

/** work: multiply-adds. Undefined: the direct kernels. */
function ruleFor(work: number): TileRule | undefined {
  return isSoftware() ? TILES.find((rule) => work >= rule.work) : undefined;
}

/** Shares for the filter gradient: enough threads, within memory, each of a sensible length. */
function splitsOf(
  { count, height, width, kernel, from, to }: ConvShape,
  threads: number,
  wantedThreads: number,
): number {
  const rows = count * height;
  const most = Math.min(
    MAX_SPLITS,
    Math.floor(MAX_SPLIT_BYTES / (kernel * kernel * from * to * BYTES_A_FLOAT)),
    Math.floor((rows * width) / MIN_SHARE_PIXELS),
    rows,
  );
  const wanted = Math.max(1, Math.min(most, Math.ceil(wantedThreads / threads)));
  // Shares of equal length may be fewer than wanted: no share is empty.
  return Math.ceil(rows / Math.ceil(rows / wanted));
}

/** The step, at most `most` and at least `least`, that covers `length` with the least overhang; the largest of equals. */
function fitting(length: number, most: number, least = Math.ceil(most / 2)): number {
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
