/**
 * Filter gradient as a product of tiles in workgroup memory, as convGemm: a workgroup makes the products of one tap between
 * a tile of input channels and one of output channels, over the pixels of its share. Shares go to separate planes, summed
 * in fixed order afterwards. Any shape.
 */
import { type FilterParts, filterKey, filterParts } from './convFilterParts.ts';
import { type Chosen, type ConvShape, type FilterTask, inputOf } from './convShape.ts';
import { unroll, VEC, widthOf } from './wgsl.ts';

/** A thread makes the products of that many groups of 4 input channels with as many of output channels. */
export interface FilterTile {
  readonly groups: number;
}

export const FILTER_TILES = {
  gemm64: { groups: 2 },
  gemm32: { groups: 1 },
} as const satisfies Readonly<Record<string, FilterTile>>;

/** Threads of a workgroup each way. */
const SIDE = 8;
const THREADS = SIDE * SIDE;
/** Pixels that are loaded at a time: with two tiles of 64 channels, 8 of the 16 KB that every adapter has. */
const DEPTH = 16;

/** Workgroups a share. */
export function gemmFilterGroups({ kernel, from, to }: ConvShape, { groups }: FilterTile): number {
  const side = SIDE * groups * VEC;
  return kernel * kernel * Math.ceil(from / side) * Math.ceil(to / side);
}

/** Writes [splits, k,k,I,O] (or O,I). splits <= count * height. */
export function gemmFilter(task: FilterTask, splits: number, tile: FilterTile): Chosen {
  const { count, height, width, stride, kernel, from, to } = task;
  const share = Math.ceil((count * height) / splits);
  return {
    program: {
      key: ['convFilterGemm', height, width, stride, kernel, from, to, share, tile.groups, filterKey(task)].join(),
      code: () => code(task, share, tile),
    },
    workgroups: [gemmFilterGroups(task, tile), splits, 1],
  };
}

function code(task: FilterTask, share: number, { groups }: FilterTile): string {
  const { height, width, stride, kernel, from, to } = task;
  const input = inputOf(task);
  const [inWidth, outWidth] = [widthOf(from), widthOf(to)];
  const parts = filterParts(task, inWidth, outWidth);
  const tile = SIDE * groups;
  const tilesO = Math.ceil(to / (tile * VEC));
  const units = (DEPTH * tile) / THREADS;
  const sums = (f: (i: number, j: number) => string) => unroll(groups * VEC, (i) => unroll(groups, (j) => f(i, j)));
  const load = (k: number) => `{
      let unit = lane + ${k * THREADS}u;
      let at = first + unit / ${tile}u;
      let g = unit % ${tile}u;
      var a = vec4f();
      var b = vec4f();
      if (at < end) {
        let picture = at / ${height * width}u;
        let line = i32(at / ${width}u % ${height}u * ${stride}u + tap / ${kernel}u) - ${input.pad};
        let place = i32(at % ${width}u * ${stride}u + tap % ${kernel}u) - ${input.pad};
        if (line >= 0 && line < ${input.height} && place >= 0 && place < ${input.width}) {
          let pixel = (picture * ${input.height}u + u32(line)) * ${input.width}u + u32(place);
          ${loadGroup(task, 'x', 'a', 'firstC + g', 'pixel', parts)}
        }
        ${loadGroup(task, 'dy', 'b', 'firstO + g', 'at', parts)}
      }
      left[unit] = a;
      right[unit] = b;
    }`;
  return `${parts.head}
var<workgroup> left: array<vec4f, ${DEPTH * tile}>;
var<workgroup> right: array<vec4f, ${DEPTH * tile}>;
@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_id) local: vec3u, @builtin(local_invocation_index) lane: u32) {
  let tap = id.x % ${kernel * kernel}u;
  let firstO = id.x / ${kernel * kernel}u % ${tilesO}u * ${tile}u;
  let firstC = id.x / ${kernel * kernel * tilesO}u * ${tile}u;
  let begin = id.y * ${share * width}u;
  let end = min(begin + ${share * width}u, settings.rows * ${width}u);
  if (id.y >= settings.splits) { return; }
  ${sums((i, j) => `var s${i}_${j} = vec4f();`)}
  for (var first = begin; first < end; first += ${DEPTH}u) {
    ${unroll(units, load)}
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k++) {
      ${unroll(groups, (i) => `let a${i} = left[k * ${tile}u + local.y + ${i * SIDE}u];`)}
      ${unroll(groups, (j) => `let b${j} = right[k * ${tile}u + local.x + ${j * SIDE}u];`)}
      ${sums((i, j) => `s${i}_${j} += a${Math.floor(i / VEC)}[${i % VEC}] * b${j};`)}
    }
    workgroupBarrier();
  }
  ${unroll(groups, (i) => unroll(groups, (j) => storeGroups(task, parts, i, j)))}
}`;
}

/** Sets a variable to a group of 4 channels of a pixel, zeros beyond the last. */
function loadGroup(
  { from, to, scales }: FilterTask,
  source: 'x' | 'dy',
  target: string,
  group: string,
  pixel: string,
  parts: FilterParts,
): string {
  const channels = source === 'x' ? from : to;
  const width = widthOf(channels);
  return unroll(VEC / width, (k) => {
    const at = width === VEC ? `(${group})` : `((${group}) * ${VEC}u + ${k}u)`;
    const value = `${source}[${pixel} * ${channels / width}u + ${at}]`;
    const scaled = scales === source ? `${value} * ${parts.scale('picture', at)}` : value;
    return `if (${at} < ${channels / width}u) { ${target}${width === VEC ? '' : `[${k}]`} = ${scaled}; }`;
  });
}

/** The i-th group of input channels of a thread with its j-th group of output channels. */
function storeGroups({ from, to }: FilterTask, parts: FilterParts, i: number, j: number): string {
  const [inWidth, outWidth] = [widthOf(from), widthOf(to)];
  const [down, across] = [VEC / inWidth, VEC / outWidth];
  return unroll(down, (c) =>
    unroll(
      across,
      (o) => `{
    let c = (firstC + local.y + ${i * SIDE}u) * ${down}u + ${c}u;
    let o = (firstO + local.x + ${j * SIDE}u) * ${across}u + ${o}u;
    if (c < ${from / inWidth}u && o < ${to / outWidth}u) {
      ${parts.store('id.y', 'tap', 'c', 'o', (lane) => `s${i * VEC + c * inWidth + lane}_${j}${outWidth === VEC ? '' : `[${o}]`}`)}
    }
  }`,
    ),
  );
}
