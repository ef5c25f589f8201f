/**
 * Transposed convolution of stride 2 without zero insertion: each output row meets one or two rows of the filter, each
 * output column one or two taps, and no product with an inserted zero is made. A thread keeps 4 (or 1) output channels of
 * several neighbouring pairs of columns in registers; even rows, which do twice the work of odd ones, come first.
 */
import { convParts, fusionsKey } from './convParts.ts';
import type { Chosen, UpTask } from './convShape.ts';
import { powerOfTwoFrom, spilledGrid, unroll, WORKGROUP, widthOf } from './wgsl.ts';

const KERNEL = 3;
/** As in convDirect. */
const MAX_THREADS_X = 16;

/** pixels: neighbouring pixels of x, and so pairs of columns, a thread. */
export function directUp(task: UpTask, pixels: number): Chosen {
  const { count, height, width, from, to, fusions } = task;
  const outputGroups = to / widthOf(to);
  const threadsX = Math.min(powerOfTwoFrom(outputGroups), MAX_THREADS_X);
  const threadsY = WORKGROUP / threadsX;
  const spans = count * (2 * height + 1) * Math.ceil((width + 1) / pixels);
  return {
    program: {
      key: ['convUpDirect', height, width, from, to, pixels, fusionsKey(fusions)].join(),
      code: () => code({ ...task, pixels, threadsX, threadsY }),
    },
    workgroups: spilledGrid(Math.ceil(outputGroups / threadsX), Math.ceil(spans / threadsY)),
  };
}

interface Layout extends UpTask {
  readonly pixels: number;
  readonly threadsX: number;
  readonly threadsY: number;
}

function code(layout: Layout): string {
  const { height, width, from, to, pixels, threadsX, threadsY } = layout;
  const inWidth = widthOf(from);
  const outWidth = widthOf(to);
  const inGroups = from / inWidth;
  const outGroups = to / outWidth;
  const parts = convParts({ ...layout, kernel: KERNEL, isTurned: false }, inWidth, outWidth);
  const outHeight = 2 * height + 1;
  const columns = Math.ceil((width + 1) / pixels);
  // v0 is the pixel left of the first.
  const load = (j: number) => `var v${j} = ${parts.inType}();
      if (column + ${j}u >= 1u && column + ${j}u <= ${width}u) { v${j} = ${parts.scaled(`x[(rowStart + column + ${j}u - 1u) * ${inGroups}u + c]`)}; }`;
  const component = (j: number, lane: number) => (inWidth === 1 ? `v${j}` : `v${j}[${lane}]`);
  // Taps 0 and 2 fall on even columns, from the pixel itself and from the one before; tap 1 on odd ones.
  const multiply = (kx: number) => `{
        ${parts.filter(`ky * ${KERNEL}u + ${kx}u`, 'c', 'o')}
        ${unroll(inWidth, (lane) =>
          unroll(
            pixels,
            (i) => `${kx === 1 ? 'odd' : 'even'}${i} += ${component(kx === 2 ? i : i + 1, lane)} * w${lane};`,
          ),
        )}
      }`;
  return `${parts.head}
@compute @workgroup_size(${threadsX}, ${threadsY})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let o = id.x;
  let span = id.z * groups.y * ${threadsY}u + id.y;
  let place = span / ${columns}u;
  if (o >= ${outGroups}u || place >= settings.rows) { return; }
  let column = span % ${columns}u * ${pixels}u;
  // Rows in order of parity over all pictures, so that neighbouring threads do the same work.
  let evens = settings.rows / ${outHeight}u * ${height + 1}u;
  let isOdd = place >= evens;
  let picture = select(place / ${height + 1}u, (place - evens) / ${height}u, isOdd);
  let line = select(place % ${height + 1}u * 2u, (place - evens) % ${height}u * 2u + 1u, isOdd);
  ${unroll(pixels, (i) => `var even${i} = ${parts.outType}(); var odd${i} = ${parts.outType}();`)}
  for (var ky = line % 2u; ky < ${KERNEL}u; ky += 2u) {
    if (line < ky || (line - ky) / 2u >= ${height}u) { continue; }
    let rowStart = (picture * ${height}u + (line - ky) / 2u) * ${width}u;
    for (var c = 0u; c < ${inGroups}u; c++) {
      ${parts.scale('picture', 'c')}
      ${unroll(pixels + 1, load)}
      ${unroll(KERNEL, multiply)}
    }
  }
  ${parts.finish('o', 'picture', 'o')}
  let at = ((picture * ${outHeight}u + line) * ${2 * width + 1}u + 2u * column) * ${outGroups}u + o;
  ${unroll(
    pixels,
    (i) => `if (column + ${i}u <= ${width}u) ${parts.store(`at + ${2 * i * outGroups}u`, `even${i}`, 'o')}
  if (column + ${i}u < ${width}u) ${parts.store(`at + ${(2 * i + 1) * outGroups}u`, `odd${i}`, 'o')}`,
  )}
}`;
}
