/**
 * Which variant of the convolution kernels a shape gets, by rules that read like a table: the one place to change when
 * variants are added or an autotuner takes over. It refuses to hold WGSL.
 */
import { directForward } from './conv2dDirect.ts';
import { directFilter } from './conv2dFilterDirect.ts';
import type { Chosen, ConvShape } from './conv2dShape.ts';
import { directUp, type UpShape } from './convUpDirect.ts';
import { powerOfTwoFrom, widthOf } from './wgsl.ts';

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

export function chooseForward(shape: ConvShape): Chosen {
  const pixels = Math.min(MAX_PIXELS, powerOfTwoFrom(shape.width));
  return directForward(shape, pixels);
}

export function chooseUp(shape: UpShape): Chosen {
  // One more patch than pixels a row: the pixel count that wastes least of the last thread's.
  const patches = shape.width + 1;
  let best = MAX_PIXELS;
  for (let pixels = MAX_PIXELS - 1; pixels >= MIN_UP_PIXELS; pixels--)
    if (pixels * Math.ceil(patches / pixels) < best * Math.ceil(patches / best)) best = pixels;
  return directUp(shape, best);
}

/** Shares for the filter gradient: enough threads, within memory, each of a sensible length. Depends on the shape alone. */
export function splitsOf({ count, height, width, kernel, from, to }: ConvShape): number {
  const rows = count * height;
  const threads = (kernel * from * to) / (widthOf(from) * widthOf(to));
  const most = Math.min(
    MAX_SPLITS,
    Math.floor(MAX_SPLIT_BYTES / (kernel * kernel * from * to * BYTES_A_FLOAT)),
    Math.floor((rows * width) / MIN_SHARE_PIXELS),
    rows,
  );
  const wanted = Math.max(1, Math.min(most, Math.ceil(WANTED_THREADS / threads)));
  // Shares of equal length may be fewer than wanted: no share is empty.
  return Math.ceil(rows / Math.ceil(rows / wanted));
}

export function chooseFilter(shape: ConvShape, splits: number): Chosen {
  return directFilter(shape, splits);
}
