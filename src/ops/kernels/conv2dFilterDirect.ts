/**
 * Direct filter gradient without barriers: a thread keeps one kernel row of 4x4 (or fewer) channel pairs in registers and
 * slides along the picture's rows of its share. Shares (split-K) go to separate planes, summed in fixed order afterwards.
 */
import { type Chosen, type ConvShape, inputOf } from './conv2dShape.ts';
import { linearGrid, typeOf, unroll, WORKGROUP, widthOf } from './wgsl.ts';

/** Writes [splits, k,k,I,O]. splits <= count * height. */
export function directFilter({ count, height, width, stride, kernel, from, to }: ConvShape, splits: number): Chosen {
  const threads = (kernel * from * to) / (widthOf(from) * widthOf(to));
  const [x, y] = linearGrid(threads * splits);
  const share = Math.ceil((count * height) / splits);
  return {
    program: {
      key: ['conv2dFilterDirect', height, width, stride, kernel, from, to, share].join(),
      code: () => code({ height, width, stride, kernel, from, to }, share),
    },
    workgroups: [x, y, 1],
  };
}

function code({ height, width, stride, kernel, from, to }: Omit<ConvShape, 'count'>, share: number): string {
  const inWidth = widthOf(from);
  const outWidth = widthOf(to);
  const inGroups = from / inWidth;
  const outGroups = to / outWidth;
  const input = inputOf({ height, width, stride, kernel, from, to });
  const { pad } = input;
  const perSplit = kernel * inGroups * outGroups;
  const value = typeOf(inWidth);
  const component = (j: number, lane: number) => (inWidth === 1 ? `v${j}` : `v${j}[${lane}]`);
  // v0..v(k-1): the pixels of x under the one of dy, shifted by the stride a step.
  const kept = kernel - stride;
  const next = (j: number) =>
    pad
      ? `var v${j} = ${value}(); if (q + ${j - pad}u < ${width}u) { v${j} = x[xStart + (q + ${j - pad}u) * ${inGroups}u]; }`
      : `let v${j} = x[xStart + (q * ${stride}u + ${j}u) * ${inGroups}u];`;
  const start = (j: number) =>
    j >= pad && j - pad < input.width ? `k${j} = x[xStart + ${(j - pad) * inGroups}u];` : '';
  return `
struct Settings { gain: f32, rows: u32, splits: u32 }
@group(0) @binding(0) var<storage, read> x: array<${value}>;
@group(0) @binding(1) var<storage, read> dy: array<${typeOf(outWidth)}>;
@group(0) @binding(2) var<storage, read_write> sums: array<${typeOf(outWidth)}>;
@group(0) @binding(3) var<uniform> settings: Settings;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * ${WORKGROUP}u + id.x;
  let split = index / ${perSplit}u;
  if (split >= settings.splits) { return; }
  let o = index % ${outGroups}u;
  let c = index / ${outGroups}u % ${inGroups}u;
  let ky = index / ${outGroups * inGroups}u % ${kernel}u;
  ${unroll(kernel, (kx) => unroll(inWidth, (lane) => `var s${kx}_${lane} = ${typeOf(outWidth)}();`))}
  let end = min(settings.rows, (split + 1u) * ${share}u);
  for (var row = split * ${share}u; row < end; row++) {
    let line = row % ${height}u * ${stride}u + ky;
    ${pad ? `if (line < ${pad}u || line >= ${height + pad}u) { continue; }` : ''}
    let xStart = (row / ${height}u * ${input.height}u + line - ${pad}u) * ${input.width * inGroups}u + c;
    let dyStart = row * ${width * outGroups}u + o;
    ${unroll(kept, (j) => `var k${j} = ${value}(); ${start(j)}`)}
    for (var q = 0u; q < ${width}u; q++) {
      ${unroll(kept, (j) => `let v${j} = k${j};`)}
      ${unroll(stride, (j) => next(kept + j))}
      let d = dy[dyStart + q * ${outGroups}u];
      ${unroll(kernel, (kx) => unroll(inWidth, (lane) => `s${kx}_${lane} += ${component(kx, lane)} * d;`))}
      ${unroll(kept, (j) => `k${j} = v${j + stride};`)}
    }
  }
  let at = split * ${kernel * kernel * from * outGroups}u + (ky * ${kernel * from}u + c * ${inWidth}u) * ${outGroups}u + o;
  ${unroll(kernel, (kx) =>
    unroll(inWidth, (lane) => `sums[at + ${(kx * from + lane) * outGroups}u] = settings.gain * s${kx}_${lane};`),
  )}
}`;
}
