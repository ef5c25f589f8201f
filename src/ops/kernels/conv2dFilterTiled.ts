/**
 * Filter gradient for software adapters, as convTiled: a thread keeps all taps of a block of input by output channels in
 * registers and slides along the picture's rows of its share, each load serving as many products as it can. Shares go to
 * separate planes, summed in fixed order afterwards.
 */
import { type Chosen, type ConvShape, inputOf } from './conv2dShape.ts';
import { LINEAR_MAIN, linearGrid, typeOf, unroll, widthOf } from './wgsl.ts';

/** A thread's block: input channels, by groups of 4 (or 1) output channels. */
export interface FilterTile {
  readonly inputs: number;
  readonly groups: number;
}

/** Writes [splits, k,k,I,O]. splits <= count * height. */
export function tiledFilter(shape: ConvShape, splits: number, tile: FilterTile): Chosen {
  const { count, height, width, stride, kernel, from, to } = shape;
  const share = Math.ceil((count * height) / splits);
  return {
    program: {
      key: ['convFilterTiled', height, width, stride, kernel, from, to, share, tile.inputs, tile.groups].join(),
      code: () => code(shape, share, tile),
    },
    workgroups: linearGrid(splits * blocksOf(shape, tile)),
  };
}

/** Threads a share. */
export function blocksOf({ from, to }: ConvShape, tile: FilterTile): number {
  return (from * to) / (tile.inputs * tile.groups * widthOf(to));
}

function code(shape: ConvShape, share: number, tile: FilterTile): string {
  const { height, width, stride, kernel, from, to } = shape;
  const input = inputOf(shape);
  const outWidth = widthOf(to);
  const outGroups = to / outWidth;
  const blocksO = outGroups / tile.groups;
  const kept = kernel - stride;
  const each = (f: (ky: number, kx: number, i: number) => string, columns = kernel) =>
    unroll(kernel, (ky) => unroll(columns, (kx) => unroll(tile.inputs, (i) => f(ky, kx, i))));
  // v(ky)_(kx): the pixels of x under the one of dy. k: those kept for the next.
  const read = (ky: number, column: string, i: number) =>
    `x[(row${ky} * ${input.width}u + ${column}) * ${from}u + c + ${i}u]`;
  const start = (ky: number, kx: number, i: number) => {
    const isInside = kx >= input.pad && kx - input.pad < input.width;
    const value = isInside ? `select(0.0, ${read(ky, `${kx - input.pad}u`, i)}, in${ky})` : '0.0';
    return `var k${ky}_${kx}_${i} = ${value};`;
  };
  const next = (ky: number, j: number, i: number) => {
    const kx = kept + j;
    if (!input.pad) return `let v${ky}_${kx}_${i} = ${read(ky, `q * ${stride}u + ${kx}u`, i)};`;
    const at = `q + ${kx - input.pad}u`;
    return `let v${ky}_${kx}_${i} = select(0.0, ${read(ky, `min(${at}, ${width - 1}u)`, i)}, in${ky} && ${at} < ${width}u);`;
  };
  const row = (ky: number) => `
    let line${ky} = i32(row % ${height}u * ${stride}u) + ${ky - input.pad};
    let in${ky} = line${ky} >= 0 && line${ky} < ${input.height};
    let row${ky} = row / ${height}u * ${input.height}u + u32(clamp(line${ky}, 0, ${input.height - 1}));`;
  const products = (g: number) => `{
        let d = dy[(row * ${width}u + q) * ${outGroups}u + o + ${g}u];
        ${each((ky, kx, i) => `s${ky}_${kx}_${i}_${g} += v${ky}_${kx}_${i} * d;`)}
      }`;
  return `
struct Settings { gain: f32, rows: u32, splits: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<${typeOf(outWidth)}>;
@group(0) @binding(2) var<storage, read_write> sums: array<${typeOf(outWidth)}>;
@group(0) @binding(3) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let split = index / ${blocksOf(shape, tile)}u;
  if (split >= settings.splits) { return; }
  let o = index % ${blocksO}u * ${tile.groups}u;
  let c = index / ${blocksO}u % ${from / tile.inputs}u * ${tile.inputs}u;
  ${each((ky, kx, i) => unroll(tile.groups, (g) => `var s${ky}_${kx}_${i}_${g} = ${typeOf(outWidth)}();`))}
  let end = min(settings.rows, (split + 1u) * ${share}u);
  for (var row = split * ${share}u; row < end; row++) {
    ${unroll(kernel, row)}
    ${each(start, kept)}
    for (var q = 0u; q < ${width}u; q++) {
      ${each((ky, kx, i) => `let v${ky}_${kx}_${i} = k${ky}_${kx}_${i};`, kept)}
      ${each(next, stride)}
      ${unroll(tile.groups, products)}
      ${each((ky, kx, i) => `k${ky}_${kx}_${i} = v${ky}_${kx + stride}_${i};`, kept)}
    }
  }
  let at = split * ${kernel * kernel * from * outGroups}u + c * ${outGroups}u + o;
  ${each((ky, kx, i) =>
    unroll(
      tile.groups,
      (g) => `sums[at + ${((ky * kernel + kx) * from + i) * outGroups + g}u] = settings.gain * s${ky}_${kx}_${i}_${g};`,
    ),
  )}
}`;
}
