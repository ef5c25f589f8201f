/**
 * Transposed convolution of stride 2 without zero insertion: each output row meets one or two rows of the filter, each
 * output column one or two taps, and no product with an inserted zero is made. A thread keeps 4 (or 1) output channels of
 * several neighbouring pairs of columns in registers; even rows, which do twice the work of odd ones, come first.
 */
import type { Chosen } from './conv2dShape.ts';
import { powerOfTwoFrom, spilledGrid, typeOf, unroll, WORKGROUP, widthOf } from './wgsl.ts';

/** [count,height,width,from] to [count,2*height+1,2*width+1,to] by a 3x3 filter. */
export interface UpShape {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

const KERNEL = 3;
/** As in conv2dDirect. */
const MAX_THREADS_X = 16;

/** pixels: neighbouring pixels of x, and so pairs of columns, a thread. */
export function directUp({ count, height, width, from, to }: UpShape, pixels: number): Chosen {
  const outputGroups = to / widthOf(to);
  const threadsX = Math.min(powerOfTwoFrom(outputGroups), MAX_THREADS_X);
  const threadsY = WORKGROUP / threadsX;
  const spans = count * (2 * height + 1) * Math.ceil((width + 1) / pixels);
  return {
    program: {
      key: ['convUpDirect', height, width, from, to, pixels].join(),
      code: () => code({ height, width, from, to, pixels, threadsX, threadsY }),
    },
    workgroups: spilledGrid(Math.ceil(outputGroups / threadsX), Math.ceil(spans / threadsY)),
  };
}

interface Parts extends Omit<UpShape, 'count'> {
  readonly pixels: number;
  readonly threadsX: number;
  readonly threadsY: number;
}

function code({ height, width, from, to, pixels, threadsX, threadsY }: Parts): string {
  const inWidth = widthOf(from);
  const outWidth = widthOf(to);
  const inGroups = from / inWidth;
  const outGroups = to / outWidth;
  const outHeight = 2 * height + 1;
  const columns = Math.ceil((width + 1) / pixels);
  // v0 is the pixel left of the first.
  const load = (j: number) => `var v${j} = ${typeOf(inWidth)}();
      if (column + ${j}u >= 1u && column + ${j}u <= ${width}u) { v${j} = x[(rowStart + column + ${j}u - 1u) * ${inGroups}u + c]; }`;
  const component = (j: number, lane: number) => (inWidth === 1 ? `v${j}` : `v${j}[${lane}]`);
  const weight = (kx: number, lane: number) =>
    `weights[((ky * ${KERNEL}u + ${kx}u) * ${from}u + c * ${inWidth}u + ${lane}u) * ${outGroups}u + o]`;
  const multiply = (lane: number) => `{
        let w0 = ${weight(0, lane)};
        let w1 = ${weight(1, lane)};
        let w2 = ${weight(2, lane)};
        ${unroll(
          pixels,
          (i) => `even${i} += ${component(i + 1, lane)} * w0 + ${component(i, lane)} * w2;
        odd${i} += ${component(i + 1, lane)} * w1;`,
        )}
      }`;
  return `
struct Settings { gain: f32, rows: u32 }
@group(0) @binding(0) var<storage, read> x: array<${typeOf(inWidth)}>;
@group(0) @binding(1) var<storage, read> weights: array<${typeOf(outWidth)}>;
@group(0) @binding(2) var<storage, read_write> y: array<${typeOf(outWidth)}>;
@group(0) @binding(3) var<uniform> settings: Settings;
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
  ${unroll(pixels, (i) => `var even${i} = ${typeOf(outWidth)}(); var odd${i} = ${typeOf(outWidth)}();`)}
  for (var ky = line % 2u; ky < ${KERNEL}u; ky += 2u) {
    if (line < ky || (line - ky) / 2u >= ${height}u) { continue; }
    let rowStart = (picture * ${height}u + (line - ky) / 2u) * ${width}u;
    for (var c = 0u; c < ${inGroups}u; c++) {
      ${unroll(pixels + 1, load)}
      ${unroll(inWidth, multiply)}
    }
  }
  let at = ((picture * ${outHeight}u + line) * ${2 * width + 1}u + 2u * column) * ${outGroups}u + o;
  ${unroll(
    pixels,
    (i) => `if (column + ${i}u <= ${width}u) { y[at + ${2 * i * outGroups}u] = settings.gain * even${i}; }
  if (column + ${i}u < ${width}u) { y[at + ${(2 * i + 1) * outGroups}u] = settings.gain * odd${i}; }`,
  )}
}`;
}
