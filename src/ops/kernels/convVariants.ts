/**
 * Which variant of the convolution kernels a shape gets: what was found by timing, else rules that read like a table, one
 * set for GPUs and one for software adapters. The one place to change when variants are added. It refuses to hold WGSL.
 */
import { isSoftware } from '../../gpu/softwareAdapter.ts';
import { subgroupSize } from '../../gpu/subgroups.ts';
import { tuningInUse } from '../../gpu/tuning.ts';
import { blockedForward } from './convBlocked.ts';
import { BLOCKS, filterBlock, fitting, forwardBlock, upBlock } from './convBlocks.ts';
import { broadcastForward, canBroadcast } from './convBroadcast.ts';
import { directForward } from './convDirect.ts';
import { blockedFilter, blocksOf } from './convFilterBlocked.ts';
import { directFilter } from './convFilterDirect.ts';
import { FILTER_TILES, gemmFilter, gemmFilterGroups } from './convFilterGemm.ts';
import { GEMM_TILES, gemmForward, gemmGroups, gemmUp } from './convGemm.ts';
import { MAX_NARROW, narrowForward } from './convNarrow.ts';
import type { Chosen, ConvShape, ConvTask, FilterTask, UpTask } from './convShape.ts';
import { blockedUp } from './convUpBlocked.ts';
import { directUp } from './convUpDirect.ts';
import { powerOfTwoFrom, widthOf } from './wgsl.ts';

/** A convolution as it was asked for. */
export type Asked =
  | { readonly pass: 'forward'; readonly task: ConvTask }
  | { readonly pass: 'up'; readonly task: UpTask }
  | { readonly pass: 'filter'; readonly task: FilterTask };

/** The variant, and how many shares it writes. */
type ChosenFilter = Chosen & { readonly splits: number };

/** Ways to make a variant, by name. */
type Variants<T> = Readonly<Record<string, () => T>>;

/** Most pixels a thread: beyond, registers spill. */
const MAX_PIXELS = 8;
const MIN_UP_PIXELS = 4;
/** Workgroups that keep all cores of a large GPU busy. */
const WANTED_GROUPS = 128;
/** Threads that do. */
const WANTED_THREADS = 8192;
/** Threads that keep a software adapter busy: each adds a plane of a filter gradient to reduce. */
const WANTED_SOFTWARE_THREADS = 512;
/** Most shares of a filter gradient, and most bytes that their planes may take together. */
const MAX_SPLITS = 128;
const MAX_SPLIT_BYTES = 32 * 1024 * 1024;
const BYTES_A_FLOAT = 4;
/** Rows times columns that a share should have at least, so that its planes cost less than its sums. */
const MIN_SHARE_PIXELS = 64;
const UP_TAPS = 9;
/** Of channels: narrower ones would leave most of a gemm's tile of 64 empty. */
const MIN_WIDE = 48;

let listener: ((key: string, asked: Asked) => void) | undefined;

/** Calls `heard` with each convolution that is asked for, and its key in tuning tables, until the returned function is called. */
export function listenToConvolutions(heard: (key: string, asked: Asked) => void): () => void {
  listener = heard;
  return () => {
    listener = undefined;
  };
}

export function chooseForward(task: ConvTask): Chosen {
  return choose({ pass: 'forward', task }, forwardVariants(task), forwardRule(task));
}

export function chooseUp(task: UpTask): Chosen {
  return choose({ pass: 'up', task }, upVariants(task), upRule(task));
}

export function chooseFilter(task: FilterTask): ChosenFilter {
  return choose({ pass: 'filter', task }, filterVariants(task), filterRule(task));
}

/**
 * Names of the variants that may turn out the fastest on this adapter, the rules' first. On software adapters nothing beats
 * the largest blocks where the rules take them, and tiles in workgroup memory nothing at all: there it is memory like any
 * other.
 */
export function candidatesOf(asked: Asked): string[] {
  const rule = ruleOf(asked);
  const [largest] = Object.keys(BLOCKS);
  if (isSoftware() && rule === largest) return [rule];
  const isHopeless = (name: string) => isSoftware() && (name in GEMM_TILES || name in FILTER_TILES);
  return [rule, ...Object.keys(madeFor(asked)).filter((name) => name !== rule && !isHopeless(name))];
}

/** The variant that the rules give it. */
export function ruleOf({ pass, task }: Asked): string {
  return pass === 'forward' ? forwardRule(task) : pass === 'up' ? upRule(task) : filterRule(task);
}

/** Multiply-adds of it. */
export function multiplyAddsOf({ pass, task }: Asked): number {
  return pass === 'up' ? upWorkOf(task) : workOf(task);
}

/** Ways to make each variant that this adapter can run. */
export function madeFor({ pass, task }: Asked): Variants<Chosen> {
  return pass === 'forward' ? forwardVariants(task) : pass === 'up' ? upVariants(task) : filterVariants(task);
}

function choose<T>(asked: Asked, variants: Variants<T>, rule: string): T {
  const key = keyOf(asked);
  listener?.(key, asked);
  const wanted = tuningInUse()[key] ?? rule;
  // A table of another adapter, or of a file, may name what there is not here.
  const make = variants[Object.hasOwn(variants, wanted) ? wanted : rule];
  if (!make) throw new Error(`There is no variant "${rule}" for the convolution ${key}.`);
  return make();
}

/** What is fused costs next to nothing beside the products, and has no part in the choice. */
function keyOf({ pass, task }: Asked): string {
  const { count, height, width, from, to } = task;
  const size = `${count}x${height}x${width}x${from}->${to}`;
  if (pass === 'up') return `up ${size}${task.fusions.isAdjoint ? ' adjoint' : ''}`;
  const filter = `${task.kernel}x${task.kernel}${task.stride === 1 ? '' : ' stride 2'}`;
  if (pass === 'filter') return `filter ${filter} ${size}${task.isExchanged ? ' exchanged' : ''}`;
  return `forward ${filter} ${size}${task.fusions.isAdjoint ? ' adjoint' : ''}`;
}

function forwardVariants(task: ConvTask): Variants<Chosen> {
  const size = subgroupSize();
  return {
    direct: () => directForward(task, Math.min(MAX_PIXELS, powerOfTwoFrom(task.width))),
    ...mapped(GEMM_TILES, (tile) => gemmForward(task, tile)),
    ...(isSoftware() && mapped(BLOCKS, (rule) => blockedForward(task, forwardBlock(task, rule)))),
    ...(canBeNarrow(task) && { narrow: () => narrowForward(task) }),
    ...(size && canBroadcast(task) && { broadcast: () => broadcastForward(task, size) }),
  };
}

function forwardRule(task: ConvTask): string {
  const { count, height, width, from, to } = task;
  if (isSoftware()) return softwareRule(workOf(task));
  if (canBeNarrow(task)) return 'narrow';
  return from <= MAX_NARROW ? 'direct' : gemmRule(count * height * width, to);
}

function upVariants(task: UpTask): Variants<Chosen> {
  return {
    direct: () => directUp(task, fitting(task.width + 1, MAX_PIXELS, MIN_UP_PIXELS)),
    ...mapped(GEMM_TILES, (tile) => gemmUp(task, tile)),
    ...(isSoftware() && mapped(BLOCKS, (rule) => blockedUp(task, upBlock(task, rule)))),
  };
}

function upRule(task: UpTask): string {
  const { count, height, width, from, to } = task;
  if (isSoftware()) return softwareRule(upWorkOf(task));
  const patches = count * (height + 1) * (width + 1);
  return from <= MAX_NARROW || to <= MAX_NARROW ? 'direct' : gemmRule(patches, to);
}

function filterVariants(task: FilterTask): Variants<ChosenFilter> {
  const { kernel, from, to } = task;
  return {
    direct: () => {
      const threads = (kernel * from * to) / (widthOf(from) * widthOf(to));
      const splits = splitsOf(task, threads, isSoftware() ? WANTED_SOFTWARE_THREADS : WANTED_THREADS);
      return { ...directFilter(task, splits), splits };
    },
    ...mapped(FILTER_TILES, (tile) => {
      const splits = splitsOf(task, gemmFilterGroups(task, tile), WANTED_GROUPS);
      return { ...gemmFilter(task, splits, tile), splits };
    }),
    ...(isSoftware() &&
      mapped(BLOCKS, (rule) => {
        const block = filterBlock(task, rule);
        const splits = splitsOf(task, blocksOf(task, block), WANTED_SOFTWARE_THREADS);
        return { ...blockedFilter(task, splits, block), splits };
      })),
  };
}

function filterRule(task: FilterTask): string {
  if (isSoftware()) return softwareRule(workOf(task));
  const least = Math.min(task.from, task.to);
  if (least <= MAX_NARROW) return 'direct';
  return least >= MIN_WIDE ? 'gemm64' : 'gemm32';
}

/** The large blocks where their compilation pays. work: multiply-adds. */
function softwareRule(work: number): string {
  return Object.entries(BLOCKS).find(([, rule]) => work >= rule.work)?.[0] ?? 'direct';
}

/** The largest tile that keeps the GPU busy. */
function gemmRule(places: number, to: number): string {
  const enough = Object.entries(GEMM_TILES).find(
    ([, tile]) => gemmGroups(places, to, tile) * tile.slices >= WANTED_GROUPS,
  );
  return enough?.[0] ?? 'gemm16sliced';
}

function canBeNarrow({ stride, to }: ConvTask): boolean {
  return stride === 1 && to <= MAX_NARROW;
}

/** Multiply-adds. */
function workOf({ count, height, width, kernel, from, to }: ConvShape): number {
  return count * height * width * kernel ** 2 * from * to;
}

/** Of an output's patches, 2x2 places by the taps of one filter. */
function upWorkOf({ count, height, width, from, to }: UpTask): number {
  return count * (height + 1) * (width + 1) * UP_TAPS * from * to;
}

/** Shares for the filter gradient: enough of them (workgroups or threads), within memory, each of a sensible length. */
function splitsOf({ count, height, width, kernel, from, to }: ConvShape, each: number, wanted: number): number {
  const rows = count * height;
  const most = Math.min(
    MAX_SPLITS,
    Math.floor(MAX_SPLIT_BYTES / (kernel * kernel * from * to * BYTES_A_FLOAT)),
    Math.floor((rows * width) / MIN_SHARE_PIXELS),
    rows,
  );
  const splits = Math.max(1, Math.min(most, Math.ceil(wanted / each)));
  // Shares of equal length may be fewer than wanted: no share is empty.
  return Math.ceil(rows / Math.ceil(rows / splits));
}

function mapped<K extends string, V, T>(record: Readonly<Record<K, V>>, make: (value: V) => T): Variants<T> {
  return Object.fromEntries(Object.entries<V>(record).map(([name, value]) => [name, () => make(value)]));
}
