/**
 * Filter gradient for software adapters, as convBlocked: a thread keeps all taps of a block of input by output channels in
 * registers and slides along the picture's rows of its share, each load serving as many products as it can. Shares go to
 * separate planes, summed in fixed order afterwards.
 */
import { filterKey, filterParts } from './convFilterParts.ts';
import { type Chosen, type ConvShape, type FilterTask, inputOf } from './convShape.ts';
import { LINEAR_MAIN, linearGrid, unroll, widthOf } from './wgsl.ts';

/** A thread's block: input channels, by groups of 4 (or 1) output channels. */
export interface FilterBlock {
  readonly inputs: number;
  readonly groups: number;
}

/** Writes [splits, k,k,I,O] (or O,I). splits <= count * height. */
export function blockedFilter(task: FilterTask, splits: number, block: FilterBlock): Chosen {
  const { count, height, width, stride, kernel, from, to } = task;
  const { inputs, groups } = block;
  const share = Math.ceil((count * height) / splits);
  return {
    program: {
      key: [
        'convFilterBlocked',
        height,
        width,
        stride,
        kernel,
        from,
        to,
        share,
        inputs,
        groups,
        filterKey(task),
      ].join(),
      code: () => code(task, share, block),
    },
    workgroups: linearGrid(splits * blocksOf(task, block)),
  };
}

/** Threads a share. */
export function blocksOf({ from, to }: ConvShape, block: FilterBlock): number {
  return (from * to) / (block.inputs * block.groups * widthOf(to));
}

function code(task: FilterTask, share: number, block: FilterBlock): string {
  const { height, width, stride, kernel, from, to } = task;
  const input = inputOf(task);
  const outWidth = widthOf(to);
  const outGroups = to / outWidth;
  const parts = filterParts(task, 1, outWidth);
  const blocksO = outGroups / block.groups;
  const kept = kernel - stride;
  const each = (f: (ky: number, kx: number, i: number) => string, columns = kernel) =>
    unroll(kernel, (ky) => unroll(columns, (kx) => unroll(block.inputs, (i) => f(ky, kx, i))));
  // v(ky)_(kx): the pixels of x under the one of dy. k: those kept for the next.
  const read = (ky: number, column: string, i: number) =>
    scaledX(`x[(row${ky} * ${input.width}u + ${column}) * ${from}u + c + ${i}u]`, i);
  const scaledX = (value: string, i: number) => (task.scales === 'x' ? `${value} * scaleX${i}` : value);
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
    let row${ky} = picture * ${input.height}u + u32(clamp(line${ky}, 0, ${input.height - 1}));`;
  const products = (g: number) => `{
        let d = ${task.scales === 'dy' ? `scaleDy${g} * ` : ''}dy[(row * ${width}u + q) * ${outGroups}u + o + ${g}u];
        ${each((ky, kx, i) => `s${ky}_${kx}_${i}_${g} += v${ky}_${kx}_${i} * d;`)}
      }`;
  return `${parts.head}
${LINEAR_MAIN}
  let split = index / ${blocksOf(task, block)}u;
  if (split >= settings.splits) { return; }
  let o = index % ${blocksO}u * ${block.groups}u;
  let c = index / ${blocksO}u % ${from / block.inputs}u * ${block.inputs}u;
  ${each((ky, kx, i) => unroll(block.groups, (g) => `var s${ky}_${kx}_${i}_${g} = ${parts.outType}();`))}
  let end = min(settings.rows, (split + 1u) * ${share}u);
  for (var row = split * ${share}u; row < end; row++) {
    let picture = row / ${height}u;
    ${task.scales === 'x' ? unroll(block.inputs, (i) => `let scaleX${i} = ${parts.scale('picture', `c + ${i}u`)};`) : ''}
    ${task.scales === 'dy' ? unroll(block.groups, (g) => `let scaleDy${g} = ${parts.scale('picture', `o + ${g}u`)};`) : ''}
    ${unroll(kernel, row)}
    ${each(start, kept)}
    for (var q = 0u; q < ${width}u; q++) {
      ${each((ky, kx, i) => `let v${ky}_${kx}_${i} = k${ky}_${kx}_${i};`, kept)}
      ${each(next, stride)}
      ${unroll(block.groups, products)}
      ${each((ky, kx, i) => `k${ky}_${kx}_${i} = v${ky}_${kx + stride}_${i};`, kept)}
    }
  }
  ${each((ky, kx, i) =>
    unroll(block.groups, (g) =>
      parts.store('split', `${ky * kernel + kx}u`, `c + ${i}u`, `o + ${g}u`, () => `s${ky}_${kx}_${i}_${g}`),
    ),
  )}
}`;
}
