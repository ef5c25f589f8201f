/**
 * Convolution for software adapters, where a load costs as much as some twenty multiply-adds: a thread keeps a block of
 * output pixels by output channels in registers and walks over the input channels one at a time, so that each load
 * serves as many products as it can. Stride 1 or 2, any shape.
 */
import { type Chosen, type ConvShape, inputOf } from './conv2dShape.ts';
import { LINEAR_MAIN, linearGrid, typeOf, unroll, widthOf } from './wgsl.ts';

/** A thread's block: rows by columns of output pixels, by groups of 4 (or 1) output channels. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly groups: number;
}

export function tiledForward(shape: ConvShape, tile: Tile): Chosen {
  const { count, height, width, stride, kernel, from, to } = shape;
  const blocks = count * Math.ceil(height / tile.rows) * Math.ceil(width / tile.columns);
  const [x, y, z] = linearGrid((blocks * to) / (widthOf(to) * tile.groups));
  return {
    program: {
      key: ['convTiled', height, width, stride, kernel, from, to, tile.rows, tile.columns, tile.groups].join(),
      code: () => code(shape, tile),
    },
    workgroups: [x, y, z],
  };
}

function code({ height, width, stride, kernel, from, to }: Omit<ConvShape, 'count'>, tile: Tile): string {
  const input = inputOf({ height, width, stride, kernel, from, to });
  const outWidth = widthOf(to);
  const outGroups = to / outWidth;
  const blocksX = Math.ceil(width / tile.columns);
  const blocksY = Math.ceil(height / tile.rows);
  const loadRows = (tile.rows - 1) * stride + kernel;
  const loadColumns = (tile.columns - 1) * stride + kernel;
  // Places outside are read at the border and not used: no branch, and no read beyond the buffer.
  const place = (name: string, first: string, j: number, size: number) => `
  let ${name}At${j} = i32(${first} * ${stride}u) + ${j - input.pad};
  let ${name}In${j} = ${name}At${j} >= 0 && ${name}At${j} < ${size};
  let ${name}${j} = u32(clamp(${name}At${j}, 0, ${size - 1}))`;
  const load = (r: number, c: number) =>
    `let v${r}_${c} = select(0.0, x[row${r} + column${c} + i], rowIn${r} && columnIn${c});`;
  const each = (f: (r: number, c: number) => string) => unroll(tile.rows, (r) => unroll(tile.columns, (c) => f(r, c)));
  const tap = (ky: number, kx: number, g: number) => `{
      let w = weights[((${ky * kernel + kx}u * ${from}u) + i) * ${outGroups}u + o + ${g}u];
      ${each((r, c) => `s${r}_${c}_${g} += v${r * stride + ky}_${c * stride + kx} * w;`)}
    }`;
  return `
struct Settings { gain: f32, rows: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weights: array<${typeOf(outWidth)}>;
@group(0) @binding(2) var<storage, read_write> y: array<${typeOf(outWidth)}>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  // Blocks of one channel group side by side: neighbouring threads read the same weights.
  let blocks = settings.rows / ${height}u * ${blocksX * blocksY}u;
  let o = index / blocks * ${tile.groups}u;
  if (o >= ${outGroups}u) { return; }
  let column = index % ${blocksX}u * ${tile.columns}u;
  let row = index / ${blocksX}u % ${blocksY}u * ${tile.rows}u;
  let picture = index % blocks / ${blocksX * blocksY}u;
  ${unroll(loadRows, (r) => `${place('row', 'row', r, input.height)} * ${input.width * from}u + picture * ${input.height * input.width * from}u;`)}
  ${unroll(loadColumns, (c) => `${place('column', 'column', c, input.width)} * ${from}u;`)}
  ${each((r, c) => unroll(tile.groups, (g) => `var s${r}_${c}_${g} = ${typeOf(outWidth)}();`))}
  for (var i = 0u; i < ${from}u; i++) {
    ${unroll(loadRows, (r) => unroll(loadColumns, (c) => load(r, c)))}
    ${unroll(kernel, (ky) => unroll(kernel, (kx) => unroll(tile.groups, (g) => tap(ky, kx, g))))}
  }
  let at = ((picture * ${height}u + row) * ${width}u + column) * ${outGroups}u + o;
  ${each((r, c) => {
    const stores = unroll(
      tile.groups,
      (g) => `y[at + ${(r * width + c) * outGroups + g}u] = settings.gain * s${r}_${c}_${g};`,
    );
    const guards = [];
    if (height % tile.rows && r) guards.push(`row + ${r}u < ${height}u`);
    if (width % tile.columns && c) guards.push(`column + ${c}u < ${width}u`);
    return guards.length ? `if (${guards.join(' && ')}) { ${stores} }` : stores;
  })}
}`;
}
