/**
 * Direct convolution without barriers: a thread keeps 4 (or 1) output channels of several neighbouring pixels of a row in
 * registers and slides over the row. Stride 1 or 2. Any shape: rows whose length the pixel count does not divide are
 * guarded, channels that are no multiple of 4 are read one by one.
 */
import { type Chosen, type ConvShape, inputOf } from './conv2dShape.ts';
import { powerOfTwoFrom, spilledGrid, typeOf, unroll, WORKGROUP, widthOf } from './wgsl.ts';

/** pixels: neighbouring pixels a thread. */
export function directForward({ count, height, width, stride, kernel, from, to }: ConvShape, pixels: number): Chosen {
  const outputGroups = to / widthOf(to);
  const threadsX = Math.min(powerOfTwoFrom(outputGroups), MAX_THREADS_X);
  const threadsY = WORKGROUP / threadsX;
  const rowGroups = count * height * Math.ceil(width / pixels);
  return {
    program: {
      key: ['conv2dDirect', height, width, stride, kernel, from, to, pixels].join(),
      code: () => code({ height, width, stride, kernel, from, to, pixels, threadsX, threadsY }),
    },
    workgroups: spilledGrid(Math.ceil(outputGroups / threadsX), Math.ceil(rowGroups / threadsY)),
  };
}

/** Wide enough for 128 contiguous bytes of filter and more, narrow enough to share rows of x within a workgroup. */
const MAX_THREADS_X = 16;

interface Parts extends Omit<ConvShape, 'count'> {
  readonly pixels: number;
  readonly threadsX: number;
  readonly threadsY: number;
}

function code({ height, width, stride, kernel, from, to, pixels, threadsX, threadsY }: Parts): string {
  const inWidth = widthOf(from);
  const outWidth = widthOf(to);
  const inGroups = from / inWidth;
  const outGroups = to / outWidth;
  const input = inputOf({ height, width, stride, kernel, from, to });
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
    if (!guards.length) return `let v${j} = ${at};`;
    return `var v${j} = ${typeOf(inWidth)}(); if (${guards.join(' && ')}) { v${j} = ${at}; }`;
  };
  const component = (j: number, lane: number) => (inWidth === 1 ? `v${j}` : `v${j}[${lane}]`);
  const multiply = (kx: number, lane: number) => `{
        let w = weights[((ky * ${kernel}u + ${kx}u) * ${from}u + c * ${inWidth}u + ${lane}u) * ${outGroups}u + o];
        ${unroll(pixels, (i) => `s${i} += ${component(i * stride + kx, lane)} * w;`)}
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
  let row = span / ${columns}u;
  if (o >= ${outGroups}u || row >= settings.rows) { return; }
  let column = span % ${columns}u * ${pixels}u;
  let first = column * ${stride}u;
  let line = row % ${height}u * ${stride}u;
  let top = row / ${height}u * ${input.height}u + line;
  ${unroll(pixels, (i) => `var s${i} = ${typeOf(outWidth)}();`)}
  for (var ky = 0u; ky < ${kernel}u; ky++) {
    ${input.pad ? `if (line + ky < ${input.pad}u || line + ky >= ${input.height + input.pad}u) { continue; }` : ''}
    let rowStart = (top + ky - ${input.pad}u) * ${input.width}u;
    for (var c = 0u; c < ${inGroups}u; c++) {
      ${unroll(loads, load)}
      ${unroll(kernel, (kx) => unroll(inWidth, (lane) => multiply(kx, lane)))}
    }
  }
  let at = (row * ${width}u + column) * ${outGroups}u + o;
  ${unroll(pixels, (i) => {
    const store = `y[at + ${i * outGroups}u] = settings.gain * s${i};`;
    return isRagged && i > 0 ? `if (column + ${i}u < ${width}u) { ${store} }` : store;
  })}
}`;
}
