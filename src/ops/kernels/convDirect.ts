/**
 * Direct convolution without barriers: a thread keeps 4 (or 1) output channels of several neighbouring pixels of a row in
 * registers and slides over the row. Stride 1 or 2. Any shape: rows whose length the pixel count does not divide are
 * guarded, channels that are no multiple of 4 are read one by one.
 */
import { convParts, fusionsKey } from './convParts.ts';
import { type Chosen, type ConvTask, inputOf } from './convShape.ts';
import { powerOfTwoFrom, spilledGrid, unroll, WORKGROUP, widthOf } from './wgsl.ts';

/** pixels: neighbouring pixels a thread. */
export function directForward(task: ConvTask, pixels: number): Chosen {
  const { count, height, width, stride, kernel, from, to, fusions } = task;
  const outputGroups = to / widthOf(to);
  const threadsX = Math.min(powerOfTwoFrom(outputGroups), MAX_THREADS_X);
  const threadsY = WORKGROUP / threadsX;
  const rowGroups = count * height * Math.ceil(width / pixels);
  return {
    program: {
      key: ['convDirect', height, width, stride, kernel, from, to, pixels, fusionsKey(fusions)].join(),
      code: () => code({ ...task, pixels, threadsX, threadsY }),
    },
    workgroups: spilledGrid(Math.ceil(outputGroups / threadsX), Math.ceil(rowGroups / threadsY)),
  };
}

/** Wide enough for 128 contiguous bytes of filter and more, narrow enough to share rows of x within a workgroup. */
const MAX_THREADS_X = 16;

interface Layout extends ConvTask {
  readonly pixels: number;
  readonly threadsX: number;
  readonly threadsY: number;
}

function code(layout: Layout): string {
  const { height, width, stride, kernel, from, to, pixels, threadsX, threadsY } = layout;
  const inWidth = widthOf(from);
  const outWidth = widthOf(to);
  const inGroups = from / inWidth;
  const outGroups = to / outWidth;
  const input = inputOf(layout);
  const parts = convParts({ ...layout, isTurned: stride === 1 }, inWidth, outWidth);
  const columns = Math.ceil(width / pixels);
  const isRagged = width % pixels !== 0;
  const loads = (pixels - 1) * stride + kernel;
  // Neighbour j of the row is pixel x0 + j - pad; only those that can lie outside are guarded.
  const load = (j: number): string => {
    const offset = j - input.pad;
    const at = `x[u32(i32(rowStart + first) + ${offset}) * ${inGroups}u + c]`;
    const guards = [];
    if (offset < 0) guards.push(`first >= ${-offset}u`);
    if ((stride === 1 && offset >= pixels) || isRagged) guards.push(`i32(first) + ${offset} < ${input.width}`);
    if (!guards.length) return `let v${j} = ${parts.scaled(at)};`;
    return `var v${j} = ${parts.inType}(); if (${guards.join(' && ')}) { v${j} = ${parts.scaled(at)}; }`;
  };
  const component = (j: number, lane: number) => (inWidth === 1 ? `v${j}` : `v${j}[${lane}]`);
  const multiply = (kx: number) => `{
        ${parts.filter(`ky * ${kernel}u + ${kx}u`, 'c', 'o')}
        ${unroll(inWidth, (lane) => unroll(pixels, (i) => `s${i} += ${component(i * stride + kx, lane)} * w${lane};`))}
      }`;
  return `${parts.head}
@compute @workgroup_size(${threadsX}, ${threadsY})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.x;
  let span = id.z * groups.y * ${threadsY}u + id.y;
  let row = span / ${columns}u;
  if (o >= ${outGroups}u || row >= settings.rows) { return; }
  let column = span % ${columns}u * ${pixels}u;
  let first = column * ${stride}u;
  let line = row % ${height}u * ${stride}u;
  let picture = row / ${height}u;
  let top = picture * ${input.height}u + line;
  ${unroll(pixels, (i) => `var s${i} = ${parts.outType}();`)}
  for (var ky = 0u; ky < ${kernel}u; ky++) {
    ${input.pad ? `if (line + ky < ${input.pad}u || line + ky >= ${input.height + input.pad}u) { continue; }` : ''}
    let rowStart = (top + ky - ${input.pad}u) * ${input.width}u;
    for (var c = 0u; c < ${inGroups}u; c++) {
      ${parts.scale('picture', 'c')}
      ${unroll(loads, load)}
      ${unroll(kernel, multiply)}
    }
  }
  ${parts.finish('o', 'picture', 'o')}
  let at = (row * ${width}u + column) * ${outGroups}u + o;
  ${unroll(pixels, (i) => {
    const store = parts.store(`at + ${i * outGroups}u`, `s${i}`, 'o');
    return isRagged && i > 0 ? `if (column + ${i}u < ${width}u) { ${store} }` : store;
  })}
}`;
}
