/**
 * Convolution as a product of tiles in workgroup memory, the shape that real GPUs like: a workgroup makes a tile of output
 * pixels by output channels, its threads hold parts of it in registers and share what they load. For small pictures the
 * input channels and taps are dealt to several slices of the workgroup, whose sums are added in fixed order. Stride 1, 2 or
 * 2 transposed (the four parities of an output pixel, each with its own taps, are four convolutions); any shape.
 */
import { type ConvParts, convParts, fusionsKey } from './convParts.ts';
import { type Chosen, type ConvTask, inputOf, type UpTask } from './convShape.ts';
import { spilledGrid, unroll, VEC, widthOf } from './wgsl.ts';

/** A thread makes `pixels` by `groups` of 4 channels; threadsX lie along the channels, threadsY along the pixels. */
export interface GemmTile {
  readonly threadsX: number;
  readonly threadsY: number;
  readonly pixels: number;
  readonly groups: number;
  /** Groups of 4 input channels that are loaded at a time. */
  readonly depth: number;
  readonly slices: number;
}

/** Largest first. The last spreads 16 times as many threads over a sum. Each fits the 16 KB that every adapter has. */
export const GEMM_TILES = {
  gemm64: { threadsX: 8, threadsY: 8, pixels: 8, groups: 2, depth: 4, slices: 1 },
  gemm32: { threadsX: 8, threadsY: 8, pixels: 4, groups: 1, depth: 4, slices: 1 },
  gemm32sliced: { threadsX: 8, threadsY: 8, pixels: 4, groups: 1, depth: 2, slices: 4 },
  gemm16sliced: { threadsX: 4, threadsY: 4, pixels: 4, groups: 1, depth: 1, slices: 16 },
} as const satisfies Readonly<Record<string, GemmTile>>;

/** Where the pixels of a convolution come from and go to. */
interface Geometry {
  /** Parts of the result that are convolved apart. */
  readonly parities: number;
  /** Output pixels of the largest part. */
  readonly places: number;
  readonly kernel: number;
  /** Code for workgroups of `parity`: defines `rows` and `columns` (of the part, in one picture) and `taps`. */
  readonly part: string;
  /** Code for a step: defines `tap`, of the filter, and `up` and `left`, by which its pixel lies off the base. */
  readonly tap: string;
  /** The base in x of the part's pixel: expressions of `row` and `column`, and the size of what is read. */
  readonly base: readonly [row: string, column: string];
  readonly input: { readonly height: number; readonly width: number };
  /** Rows of a result's picture. */
  readonly lines: number;
  /** The number of the output pixel: an expression of picture, row and column. */
  readonly target: string;
}

export function gemmForward(task: ConvTask, tile: GemmTile): Chosen {
  const { count, height, width, stride, kernel, from, to, fusions } = task;
  const input = inputOf(task);
  const geometry: Geometry = {
    parities: 1,
    places: count * height * width,
    kernel,
    part: `let rows = ${height}u; let columns = ${width}u; let taps = ${kernel * kernel}u;`,
    tap: `let tap = turn; let up = ${input.pad} - i32(tap / ${kernel}u); let left = ${input.pad} - i32(tap % ${kernel}u);`,
    base: [`row * ${stride}u`, `column * ${stride}u`],
    input,
    lines: height,
    target: `(picture * ${height}u + row) * ${width}u + column`,
  };
  return {
    program: {
      key: ['convGemm', height, width, stride, kernel, from, to, fusionsKey(fusions), ...Object.values(tile)].join(),
      code: () => code({ ...task, isTurned: stride === 1 }, geometry, tile),
    },
    workgroups: gridOf(geometry, to, tile),
  };
}

export function gemmUp(task: UpTask, tile: GemmTile): Chosen {
  const KERNEL = 3;
  const { count, height, width, from, to, fusions } = task;
  const geometry: Geometry = {
    parities: 4,
    places: count * (height + 1) * (width + 1),
    kernel: KERNEL,
    // Taps 0 and 2 of an axis fall on even pixels, from the pixel itself and from the one before; tap 1 on odd ones.
    part: `let oddRow = parity / 2u; let oddColumn = parity % 2u;
  let rows = ${height + 1}u - oddRow; let columns = ${width + 1}u - oddColumn;
  let across = 2u - oddColumn; let taps = (2u - oddRow) * across;`,
    tap: `let ky = select(turn / across * 2u, 1u, oddRow == 1u); let kx = select(turn % across * 2u, 1u, oddColumn == 1u);
    let tap = ky * ${KERNEL}u + kx; let up = i32(ky / 2u); let left = i32(kx / 2u);`,
    base: ['row', 'column'],
    input: { height, width },
    lines: 2 * height + 1,
    target: `(picture * ${2 * height + 1}u + 2u * row + oddRow) * ${2 * width + 1}u + 2u * column + oddColumn`,
  };
  return {
    program: {
      key: ['convGemmUp', height, width, from, to, fusionsKey(fusions), ...Object.values(tile)].join(),
      code: () => code({ ...task, kernel: KERNEL, isTurned: false }, geometry, tile),
    },
    workgroups: gridOf(geometry, to, tile),
  };
}

/** Workgroups that a tile gives, whether enough for the GPU or not. */
export function gemmGroups(places: number, to: number, { threadsX, threadsY, pixels, groups }: GemmTile): number {
  return Math.ceil(places / (threadsY * pixels)) * Math.ceil(to / (threadsX * groups * VEC));
}

function gridOf({ places, parities }: Geometry, to: number, tile: GemmTile): [number, number, number] {
  const { threadsX, threadsY, pixels, groups } = tile;
  // Neighbouring workgroups take the same pixels: what they read of x is at hand.
  const tilesO = Math.ceil(to / (threadsX * groups * VEC));
  return spilledGrid(tilesO * parities, Math.ceil(places / (threadsY * pixels)));
}

type Filter = Parameters<typeof convParts>[0];

function code(filter: Filter, geometry: Geometry, tile: GemmTile): string {
  const { from, to } = filter;
  const { threadsX, threadsY, pixels, groups, depth, slices } = tile;
  const [inWidth, outWidth] = [widthOf(from), widthOf(to)];
  const parts = convParts(filter, inWidth, outWidth);
  const threads = threadsX * threadsY;
  const tilePixels = threadsY * pixels;
  const tileGroups = threadsX * groups;
  const tilesO = Math.ceil(to / (tileGroups * VEC));
  const channelSteps = Math.ceil(from / (depth * VEC));
  // One more than needed a row: neighbouring rows then lie in different banks.
  const rowSize = depth + 1;
  const sizeX = tilePixels * rowSize;
  const sizeW = depth * VEC * tileGroups;
  const sumsSize = tilePixels * tileGroups;
  const shared = Math.max(slices * (sizeX + sizeW), (slices - 1) * sumsSize);
  const xUnits = tilePixels * depth;
  const wUnits = depth * tileGroups;
  const sums = (f: (i: number, j: number) => string) => unroll(pixels, (i) => unroll(groups, (j) => f(i, j)));
  // The place of a thread's i-th pixel and j-th group in the tile.
  const pixel = (i: number) => `(local.y + ${i * threadsY}u)`;
  const group = (j: number) => `(local.x + ${j * threadsX}u)`;
  const unitsOf = (units: number, f: (unit: string, k: number) => string) =>
    unroll(Math.ceil(units / threads), (k) => {
      const isWhole = (k + 1) * threads <= units;
      return isWhole
        ? f(`(lane + ${k * threads}u)`, k)
        : `if (lane + ${k * threads}u < ${units}u) { ${f(`(lane + ${k * threads}u)`, k)} }`;
    });
  const find = (k: number) => `
  let place${k} = min(firstPlace + (lane + ${k * threads}u) / ${depth}u, places - 1u);
  let picture${k} = place${k} / (rows * columns);
  let baseRow${k} = i32(${geometry.base[0].replace('row', `(place${k} / columns % rows)`)});
  let baseColumn${k} = i32(${geometry.base[1].replace('column', `(place${k} % columns)`)});`;
  return `${parts.head}
var<workgroup> shared_: array<vec4f, ${shared}>;
@compute @workgroup_size(${threadsX}, ${threadsY}, ${slices})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let parity = id.x / ${tilesO}u;
  ${geometry.part}
  let firstGroup = id.x % ${tilesO}u * ${tileGroups}u;
  let firstPlace = (id.z * grid.y + id.y) * ${tilePixels}u;
  let places = settings.rows / ${geometry.lines}u * rows * columns;
  if (firstPlace >= places) { return; }
  let lane = local.y * ${threadsX}u + local.x;
  let xStart = local.z * ${sizeX + sizeW}u;
  let wStart = xStart + ${sizeX}u;
  ${unroll(Math.ceil(xUnits / threads), find)}
  ${sums((i, j) => `var s${i}_${j} = vec4f();`)}
  let steps = taps * ${channelSteps}u;
  for (var first = 0u; first < steps; first += ${slices}u) {
    let step = first + local.z;
    let isThere = step < steps;
    let turn = min(step, steps - 1u) / ${channelSteps}u;
    ${geometry.tap}
    let firstC = step % ${channelSteps}u * ${depth}u;
    ${unitsOf(
      xUnits,
      (unit, k) => `{
      let row = baseRow${k} - up; let column = baseColumn${k} - left;
      let c = firstC + ${unit} % ${depth}u;
      var value = vec4f();
      if (isThere && row >= 0 && row < ${geometry.input.height} && column >= 0 && column < ${geometry.input.width}) {
        let pixel = (picture${k} * ${geometry.input.height}u + u32(row)) * ${geometry.input.width}u + u32(column);
        ${inputOfPixel(from, inWidth, parts, `picture${k}`)}
      }
      shared_[xStart + ${unit} / ${depth}u * ${rowSize}u + ${unit} % ${depth}u] = value;
    }`,
    )}
    ${unitsOf(
      wUnits,
      (unit) => `{
      let c4 = firstC + ${unit} / ${tileGroups}u; let o4 = firstGroup + ${unit} % ${tileGroups}u;
      ${weightsOfGroups(from, to, inWidth, outWidth, parts)}
      let at = wStart + ${unit} / ${tileGroups}u * ${VEC * tileGroups}u + ${unit} % ${tileGroups}u;
      ${unroll(VEC, (lane) => `shared_[at + ${lane * tileGroups}u] = b${lane};`)}
    }`,
    )}
    workgroupBarrier();
    for (var k = 0u; k < ${depth}u; k++) {
      ${unroll(pixels, (i) => `let a${i} = shared_[xStart + ${pixel(i)} * ${rowSize}u + k];`)}
      ${unroll(
        VEC,
        (lane) => `{
        ${unroll(groups, (j) => `let b${j} = shared_[wStart + (k * ${VEC}u + ${lane}u) * ${tileGroups}u + ${group(j)}];`)}
        ${sums((i, j) => `s${i}_${j} += a${i}[${lane}] * b${j};`)}
      }`,
      )}
    }
    workgroupBarrier();
  }
  ${slices > 1 ? addSlices(sums, pixel, group, tileGroups, sumsSize, slices) : ''}
  ${unroll(
    pixels,
    (i) => `{
    let place = firstPlace + ${pixel(i)};
    if (place < places) {
      let picture = place / (rows * columns); let row = place / columns % rows; let column = place % columns;
      let target_ = (${geometry.target}) * ${to / outWidth}u;
      ${unroll(groups, (j) => storeGroup(to, outWidth, parts, `firstGroup + ${group(j)}`, `s${i}_${j}`))}
    }
  }`,
  )}
}`;
}

/** Sets `value` to group c of 4 channels of `pixel`, zeros beyond the last. */
function inputOfPixel(from: number, width: 1 | 4, parts: ConvParts, picture: string): string {
  const groups = from / width;
  return unroll(VEC / width, (k) => {
    const at = width === VEC ? 'c' : `(c * ${VEC}u + ${k}u)`;
    return `if (${at} < ${groups}u) { ${parts.scale(picture, at)} value${width === VEC ? '' : `[${k}]`} = ${parts.scaled(`x[pixel * ${groups}u + ${at}]`)}; }`;
  });
}

/** Defines b0..b3: the 4 weights of each of 4 input channels, zeros beyond the last. */
function weightsOfGroups(from: number, to: number, inWidth: 1 | 4, outWidth: 1 | 4, parts: ConvParts): string {
  const [across, down] = [VEC / outWidth, VEC / inWidth];
  const blocks = unroll(down, (c) =>
    unroll(
      across,
      (o) => `{
        let c = c4 * ${down}u + ${c}u; let o = o4 * ${across}u + ${o}u;
        if (c < ${from / inWidth}u && o < ${to / outWidth}u) {
          ${parts.filter('tap', 'c', 'o')}
          ${unroll(inWidth, (lane) => `b${c * inWidth + lane}${outWidth === VEC ? '' : `[${o}]`} = w${lane};`)}
        }
      }`,
    ),
  );
  return `${unroll(VEC, (lane) => `var b${lane} = vec4f();`)}
      ${blocks}`;
}

/** Later slices hand their sums to the first, which alone goes on. */
function addSlices(
  sums: (f: (i: number, j: number) => string) => string,
  pixel: (i: number) => string,
  group: (j: number) => string,
  tileGroups: number,
  size: number,
  slices: number,
): string {
  const at = (i: number, j: number) => `${pixel(i)} * ${tileGroups}u + ${group(j)}`;
  return `if (local.z > 0u) { ${sums((i, j) => `shared_[(local.z - 1u) * ${size}u + ${at(i, j)}] = s${i}_${j};`)} }
  workgroupBarrier();
  if (local.z > 0u) { return; }
  for (var slice = 0u; slice < ${slices - 1}u; slice++) { ${sums((i, j) => `s${i}_${j} += shared_[slice * ${size}u + ${at(i, j)}];`)} }`;
}

function storeGroup(to: number, width: 1 | 4, parts: ConvParts, group: string, sum: string): string {
  return unroll(
    VEC / width,
    (k) => `{
        let o = ${width === VEC ? group : `(${group}) * ${VEC}u + ${k}u`};
        if (o < ${to / width}u) {
          ${parts.finish('o', 'picture', 'o')}
          ${parts.store('target_ + o', width === VEC ? sum : `${sum}[${k}]`, 'o')}
        }
      }`,
  );
}
