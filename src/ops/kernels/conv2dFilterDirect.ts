/**
 * Direct filter gradient without barriers: a thread keeps one kernel row of 4x4 (or fewer) channel pairs in registers and
 * slides along the picture's rows of its share. Shares (split-K) go to separate planes, summed in fixed order afterwards.
 */
import type { Chosen, ConvShape } from './conv2dShape.ts';
import { linearGrid, typeOf, unroll, WORKGROUP, widthOf } from './wgsl.ts';

/** Writes [splits, k,k,I,O]. splits <= count * height. */
export function directFilter({ count, height, width, kernel, from, to }: ConvShape, splits: number): Chosen {
  const threads = (kernel * from * to) / (widthOf(from) * widthOf(to));
  const [x, y] = linearGrid(threads * splits);
  const share = Math.ceil((count * height) / splits);
  return {
    program: {
      key: ['conv2dFilterDirect', height, width, kernel, from, to, share].join(),
      code: () => code({ height, width, kernel, from, to }, share),
    },
    workgroups: [x, y, 1],
  };
}

function code({ height, width, kernel, from, to }: Omit<ConvShape, 'count'>, share: number): string {
  const inWidth = widthOf(from);
  const outWidth = widthOf(to);
  const inGroups = from / inWidth;
  const outGroups = to / outWidth;
  const pad = (kernel - 1) / 2;
  const perSplit = kernel * inGroups * outGroups;
  const value = typeOf(inWidth);
  const component = (j: number, lane: number) => (inWidth === 1 ? `v${j}` : `v${j}[${lane}]`);
  // v0..v(k-1): the pixels of x around the one of dy, shifted by one a step.
  const next = `var v = ${value}(); if (q + ${pad}u < ${width}u) { v = x[xStart + (q + ${pad}u) * ${inGroups}u]; }`;
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
    let line = row % ${height}u + ky;
    if (line < ${pad}u || line >= ${height + pad}u) { continue; }
    let xStart = (row + ky - ${pad}u) * ${width * inGroups}u + c;
    let dyStart = row * ${width * outGroups}u + o;
    ${unroll(pad, (j) => `var v${j} = ${value}();`)}
    ${unroll(pad, (j) => `var v${pad + j} = ${value}(); ${j < width ? `v${pad + j} = x[xStart + ${j * inGroups}u];` : ''}`)}
    for (var q = 0u; q < ${width}u; q++) {
      ${next}
      let v${kernel - 1} = v;
      let d = dy[dyStart + q * ${outGroups}u];
      ${unroll(kernel, (kx) => unroll(inWidth, (lane) => `s${kx}_${lane} += ${component(kx, lane)} * d;`))}
      ${unroll(kernel - 1, (j) => `v${j} = v${j + 1};`)}
    }
  }
  let at = split * ${kernel * kernel * from * outGroups}u + (ky * ${kernel * from}u + c * ${inWidth}u) * ${outGroups}u + o;
  ${unroll(kernel, (kx) =>
    unroll(inWidth, (lane) => `sums[at + ${(kx * from + lane) * outGroups}u] = settings.gain * s${kx}_${lane};`),
  )}
}`;
}
