/**
 * Convolution for software adapters, where a load costs as much as some twenty multiply-adds: a thread keeps a block of
 * output pixels by output channels in registers and walks over the input channels one at a time, so that each load
 * serves as many products as it can. Stride 1 or 2, any shape.
 */
import { convParts, fusionsKey } from './convParts.ts';
import { type Chosen, type ConvTask, inputOf } from './convShape.ts';
import { LINEAR_MAIN, linearGrid, unroll, widthOf } from './wgsl.ts';

/** A thread's block: rows by columns of output pixels, by groups of 4 (or 1) output channels. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly groups: number;
}

export function blockedForward(task: ConvTask, block: Block): Chosen {
  const { count, height, width, stride, kernel, from, to, fusions } = task;
  const { rows, columns, groups } = block;
  const blocks = count * Math.ceil(height / rows) * Math.ceil(width / columns);
  const [x, y, z] = linearGrid((blocks * to) / (widthOf(to) * groups));
  return {
    program: {
      key: ['convBlocked', height, width, stride, kernel, from, to, rows, columns, groups, fusionsKey(fusions)].join(),
      code: () => code(task, block),
    },
    workgroups: [x, y, z],
  };
}

function code(task: ConvTask, block: Block): string {
  const { height, width, stride, kernel, from, to } = task;
  const input = inputOf(task);
  const outWidth = widthOf(to);
  const parts = convParts({ ...task, isTurned: stride === 1 }, 1, outWidth);
  const outGroups = to / outWidth;
  const blocksX = Math.ceil(width / block.columns);
  const blocksY = Math.ceil(height / block.rows);
  const loadRows = (block.rows - 1) * stride + kernel;
  const loadColumns = (block.columns - 1) * stride + kernel;
  // Places outside are read at the border and not used: no branch, and no read beyond the buffer.
  const place = (name: string, first: string, j: number, size: number) => `
  let ${name}At${j} = i32(${first} * ${stride}u) + ${j - input.pad};
  let ${name}In${j} = ${name}At${j} >= 0 && ${name}At${j} < ${size};
  let ${name}${j} = u32(clamp(${name}At${j}, 0, ${size - 1}))`;
  const load = (r: number, c: number) =>
    `let v${r}_${c} = select(0.0, ${parts.scaled(`x[row${r} + column${c} + i]`)}, rowIn${r} && columnIn${c});`;
  const each = (f: (r: number, c: number) => string) =>
    unroll(block.rows, (r) => unroll(block.columns, (c) => f(r, c)));
  const tap = (ky: number, kx: number, g: number) => `{
      ${parts.filter(`${ky * kernel + kx}u`, 'i', `(o + ${g}u)`)}
      ${each((r, c) => `s${r}_${c}_${g} += v${r * stride + ky}_${c * stride + kx} * w0;`)}
    }`;
  return `${parts.head}
${LINEAR_MAIN}
  // Blocks of one channel group side by side: neighbouring threads read the same weights.
  let blocks = settings.rows / ${height}u * ${blocksX * blocksY}u;
  let o = index / blocks * ${block.groups}u;
  if (o >= ${outGroups}u) { return; }
  let column = index % ${blocksX}u * ${block.columns}u;
  let row = index / ${blocksX}u % ${blocksY}u * ${block.rows}u;
  let picture = index % blocks / ${blocksX * blocksY}u;
  ${unroll(loadRows, (r) => `${place('row', 'row', r, input.height)} * ${input.width * from}u + picture * ${input.height * input.width * from}u;`)}
  ${unroll(loadColumns, (c) => `${place('column', 'column', c, input.width)} * ${from}u;`)}
  ${each((r, c) => unroll(block.groups, (g) => `var s${r}_${c}_${g} = ${parts.outType}();`))}
  for (var i = 0u; i < ${from}u; i++) {
    ${parts.scale('picture', 'i')}
    ${unroll(loadRows, (r) => unroll(loadColumns, (c) => load(r, c)))}
    ${unroll(kernel, (ky) => unroll(kernel, (kx) => unroll(block.groups, (g) => tap(ky, kx, g))))}
  }
  ${unroll(block.groups, (g) => parts.finish(`o${g}`, 'picture', `o + ${g}u`))}
  let at = ((picture * ${height}u + row) * ${width}u + column) * ${outGroups}u + o;
  ${each((r, c) => {
    const stores = unroll(block.groups, (g) =>
      parts.store(`at + ${(r * width + c) * outGroups + g}u`, `s${r}_${c}_${g}`, `o${g}`),
    );
    const guards = [];
    if (height % block.rows && r) guards.push(`row + ${r}u < ${height}u`);
    if (width % block.columns && c) guards.push(`column + ${c}u < ${width}u`);
    return guards.length ? `if (${guards.join(' && ')}) { ${stores} }` : stores;
  })}
}`;
}
