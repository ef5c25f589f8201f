/**
 * Transposed convolution of stride 2 for software adapters, as convBlocked: a thread keeps a block of 2x2 patches by output
 * channels in registers; no product with an inserted zero is made.
 */
import type { Block } from './convBlocked.ts';
import { convParts, fusionsKey } from './convParts.ts';
import type { Chosen, UpTask } from './convShape.ts';
import { LINEAR_MAIN, linearGrid, unroll, widthOf } from './wgsl.ts';

const KERNEL = 3;

/** block: rows and columns of patches, one more each way than x has pixels; the last row and column of patches are half. */
export function blockedUp(task: UpTask, block: Block): Chosen {
  const { count, height, width, from, to, fusions } = task;
  const { rows, columns, groups } = block;
  const blocks = count * Math.ceil((height + 1) / rows) * Math.ceil((width + 1) / columns);
  return {
    program: {
      key: ['convUpBlocked', height, width, from, to, rows, columns, groups, fusionsKey(fusions)].join(),
      code: () => code(task, block),
    },
    workgroups: linearGrid((blocks * to) / (widthOf(to) * groups)),
  };
}

function code(task: UpTask, block: Block): string {
  const { height, width, from, to } = task;
  const outWidth = widthOf(to);
  const parts = convParts({ ...task, kernel: KERNEL, isTurned: false }, 1, outWidth);
  const outGroups = to / outWidth;
  const outRow = (2 * width + 1) * outGroups;
  const blocksX = Math.ceil((width + 1) / block.columns);
  const blocksY = Math.ceil((height + 1) / block.rows);
  // Places outside are read at the border and not used: no branch, and no read beyond the buffer. 0 is one before.
  const place = (name: string, j: number, size: number) => `
  let ${name}In${j} = ${name} + ${j}u >= 1u && ${name} + ${j}u <= ${size}u;
  let ${name}${j} = clamp(${name} + ${j}u, 1u, ${size}u) - 1u`;
  const load = (r: number, c: number) =>
    `let v${r}_${c} = select(0.0, ${parts.scaled(`x[start${r} + at${c} + i]`)}, rowIn${r} && columnIn${c});`;
  const each = (f: (r: number, c: number) => string) =>
    unroll(block.rows, (r) => unroll(block.columns, (c) => f(r, c)));
  // Taps 0 and 1 of an axis meet the patch's own pixel, tap 2 the one before; taps 0 and 2 fall on its first line.
  const tap = (ky: number, kx: number, g: number) => `{
      ${parts.filter(`${ky * KERNEL + kx}u`, 'i', `(o + ${g}u)`)}
      ${each((r, c) => `s${2 * r + (ky % 2)}_${2 * c + (kx % 2)}_${g} += v${r + (ky < 2 ? 1 : 0)}_${c + (kx < 2 ? 1 : 0)} * w0;`)}
    }`;
  const sums = (f: (r: number, c: number, g: number) => string) =>
    unroll(2 * block.rows, (r) => unroll(2 * block.columns, (c) => unroll(block.groups, (g) => f(r, c, g))));
  return `${parts.head}
${LINEAR_MAIN}
  let blocks = settings.rows / ${2 * height + 1}u * ${blocksX * blocksY}u;
  let o = index / blocks * ${block.groups}u;
  if (o >= ${outGroups}u) { return; }
  let column = index % ${blocksX}u * ${block.columns}u;
  let row = index / ${blocksX}u % ${blocksY}u * ${block.rows}u;
  let picture = index % blocks / ${blocksX * blocksY}u;
  ${unroll(block.rows + 1, (r) => `${place('row', r, height)}; let start${r} = (picture * ${height}u + row${r}) * ${width * from}u;`)}
  ${unroll(block.columns + 1, (c) => `${place('column', c, width)}; let at${c} = column${c} * ${from}u;`)}
  ${sums((r, c, g) => `var s${r}_${c}_${g} = ${parts.outType}();`)}
  for (var i = 0u; i < ${from}u; i++) {
    ${parts.scale('picture', 'i')}
    ${unroll(block.rows + 1, (r) => unroll(block.columns + 1, (c) => load(r, c)))}
    ${unroll(KERNEL, (ky) => unroll(KERNEL, (kx) => unroll(block.groups, (g) => tap(ky, kx, g))))}
  }
  ${unroll(block.groups, (g) => parts.finish(`o${g}`, 'picture', `o + ${g}u`))}
  let to = (picture * ${2 * height + 1}u + 2u * row) * ${outRow}u + 2u * column * ${outGroups}u + o;
  ${sums(
    (r, c, g) => `if (2u * row + ${r}u <= ${2 * height}u && 2u * column + ${c}u <= ${2 * width}u) {
    ${parts.store(`to + ${r * outRow + c * outGroups + g}u`, `s${r}_${c}_${g}`, `o${g}`)}
  }`,
  )}
}`;
}
