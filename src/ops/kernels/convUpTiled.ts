/**
 * Transposed convolution of stride 2 for software adapters, as convTiled: a thread keeps a block of 2x2 patches by output
 * channels in registers; no product with an inserted zero is made.
 */
import type { Chosen } from './conv2dShape.ts';
import type { Tile } from './convTiled.ts';
import type { UpShape } from './convUpDirect.ts';
import { LINEAR_MAIN, linearGrid, typeOf, unroll, widthOf } from './wgsl.ts';

const KERNEL = 3;

/** tile: rows and columns of patches, one more each way than x has pixels; the last row and column of patches are half. */
export function tiledUp(shape: UpShape, tile: Tile): Chosen {
  const { count, height, width, from, to } = shape;
  const blocks = count * Math.ceil((height + 1) / tile.rows) * Math.ceil((width + 1) / tile.columns);
  return {
    program: {
      key: ['convUpTiled', height, width, from, to, tile.rows, tile.columns, tile.groups].join(),
      code: () => code(shape, tile),
    },
    workgroups: linearGrid((blocks * to) / (widthOf(to) * tile.groups)),
  };
}

function code({ height, width, from, to }: Omit<UpShape, 'count'>, tile: Tile): string {
  const outWidth = widthOf(to);
  const outGroups = to / outWidth;
  const outRow = (2 * width + 1) * outGroups;
  const blocksX = Math.ceil((width + 1) / tile.columns);
  const blocksY = Math.ceil((height + 1) / tile.rows);
  // Places outside are read at the border and not used: no branch, and no read beyond the buffer. 0 is one before.
  const place = (name: string, j: number, size: number) => `
  let ${name}In${j} = ${name} + ${j}u >= 1u && ${name} + ${j}u <= ${size}u;
  let ${name}${j} = clamp(${name} + ${j}u, 1u, ${size}u) - 1u`;
  const load = (r: number, c: number) =>
    `let v${r}_${c} = select(0.0, x[start${r} + at${c} + i], rowIn${r} && columnIn${c});`;
  const each = (f: (r: number, c: number) => string) => unroll(tile.rows, (r) => unroll(tile.columns, (c) => f(r, c)));
  // Taps 0 and 1 of an axis meet the patch's own pixel, tap 2 the one before; taps 0 and 2 fall on its first line.
  const tap = (ky: number, kx: number, g: number) => `{
      let w = weights[((${ky * KERNEL + kx}u * ${from}u) + i) * ${outGroups}u + o + ${g}u];
      ${each((r, c) => `s${2 * r + (ky % 2)}_${2 * c + (kx % 2)}_${g} += v${r + (ky < 2 ? 1 : 0)}_${c + (kx < 2 ? 1 : 0)} * w;`)}
    }`;
  const sums = (f: (r: number, c: number, g: number) => string) =>
    unroll(2 * tile.rows, (r) => unroll(2 * tile.columns, (c) => unroll(tile.groups, (g) => f(r, c, g))));
  return `
struct Settings { gain: f32, rows: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weights: array<${typeOf(outWidth)}>;
@group(0) @binding(2) var<storage, read_write> y: array<${typeOf(outWidth)}>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let blocks = settings.rows / ${2 * height + 1}u * ${blocksX * blocksY}u;
  let o = index / blocks * ${tile.groups}u;
  if (o >= ${outGroups}u) { return; }
  let column = index % ${blocksX}u * ${tile.columns}u;
  let row = index / ${blocksX}u % ${blocksY}u * ${tile.rows}u;
  let picture = index % blocks / ${blocksX * blocksY}u;
  ${unroll(tile.rows + 1, (r) => `${place('row', r, height)}; let start${r} = (picture * ${height}u + row${r}) * ${width * from}u;`)}
  ${unroll(tile.columns + 1, (c) => `${place('column', c, width)}; let at${c} = column${c} * ${from}u;`)}
  ${sums((r, c, g) => `var s${r}_${c}_${g} = ${typeOf(outWidth)}();`)}
  for (var i = 0u; i < ${from}u; i++) {
    ${unroll(tile.rows + 1, (r) => unroll(tile.columns + 1, (c) => load(r, c)))}
    ${unroll(KERNEL, (ky) => unroll(KERNEL, (kx) => unroll(tile.groups, (g) => tap(ky, kx, g))))}
  }
  let to = (picture * ${2 * height + 1}u + 2u * row) * ${outRow}u + 2u * column * ${outGroups}u + o;
  ${sums(
    (r, c, g) => `if (2u * row + ${r}u <= ${2 * height}u && 2u * column + ${c}u <= ${2 * width}u) {
    y[to + ${r * outRow + c * outGroups + g}u] = settings.gain * s${r}_${c}_${g};
  }`,
  )}
}`;
}
