/**
 * Direct filter gradient without barriers: a thread keeps one kernel row of 4x4 (or fewer) channel pairs in registers and
 * slides along the picture's rows of its share. Shares (split-K) go to separate planes, summed in fixed order afterwards.
 */
import { filterKey, filterParts } from './convFilterParts.ts';
import { type Chosen, type FilterTask, inputOf } from './convShape.ts';
import { linearGrid, unroll, WORKGROUP, widthOf } from './wgsl.ts';

/** Writes [splits, k,k,I,O] (or O,I). splits <= count * height. */
export function directFilter(task: FilterTask, splits: number): Chosen {
  const { count, height, width, stride, kernel, from, to } = task;
  const threads = (kernel * from * to) / (widthOf(from) * widthOf(to));
  const [x, y] = linearGrid(threads * splits);
  const share = Math.ceil((count * height) / splits);
  return {
    program: {
      key: ['convFilterDirect', height, width, stride, kernel, from, to, share, filterKey(task)].join(),
      code: () => code(task, share),
    },
    workgroups: [x, y, 1],
  };
}

function code(task: FilterTask, share: number): string {
  const { height, width, stride, kernel, from, to } = task;
  const inWidth = widthOf(from);
  const outWidth = widthOf(to);
  const inGroups = from / inWidth;
  const outGroups = to / outWidth;
  const input = inputOf(task);
  const parts = filterParts(task, inWidth, outWidth);
  const { pad } = input;
  const perSplit = kernel * inGroups * outGroups;
  const component = (j: number, lane: number) => (inWidth === 1 ? `v${j}` : `v${j}[${lane}]`);
  const scaledX = (value: string) => (task.scales === 'x' ? `${value} * scale` : value);
  // v0..v(k-1): the pixels of x under the one of dy, shifted by the stride a step.
  const kept = kernel - stride;
  const next = (j: number) =>
    pad
      ? `var v${j} = ${parts.inType}(); if (q + ${j - pad}u < ${width}u) { v${j} = ${scaledX(`x[xStart + (q + ${j - pad}u) * ${inGroups}u]`)}; }`
      : `let v${j} = ${scaledX(`x[xStart + (q * ${stride}u + ${j}u) * ${inGroups}u]`)};`;
  const start = (j: number) =>
    j >= pad && j - pad < input.width ? `k${j} = ${scaledX(`x[xStart + ${(j - pad) * inGroups}u]`)};` : '';
  return `${parts.head}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * ${WORKGROUP}u + id.x;
  let split = index / ${perSplit}u;
  if (split >= settings.splits) { return; }
  let o = index % ${outGroups}u;
  let c = index / ${outGroups}u % ${inGroups}u;
  let ky = index / ${outGroups * inGroups}u % ${kernel}u;
  ${unroll(kernel, (kx) => unroll(inWidth, (lane) => `var s${kx}_${lane} = ${parts.outType}();`))}
  let end = min(settings.rows, (split + 1u) * ${share}u);
  for (var row = split * ${share}u; row < end; row++) {
    let line = row % ${height}u * ${stride}u + ky;
    ${pad ? `if (line < ${pad}u || line >= ${height + pad}u) { continue; }` : ''}
    let picture = row / ${height}u;
    ${task.scales === 'none' ? '' : `let scale = ${parts.scale('picture', task.scales === 'x' ? 'c' : 'o')};`}
    let xStart = (picture * ${input.height}u + line - ${pad}u) * ${input.width * inGroups}u + c;
    let dyStart = row * ${width * outGroups}u + o;
    ${unroll(kept, (j) => `var k${j} = ${parts.inType}(); ${start(j)}`)}
    for (var q = 0u; q < ${width}u; q++) {
      ${unroll(kept, (j) => `let v${j} = k${j};`)}
      ${unroll(stride, (j) => next(kept + j))}
      let d = ${task.scales === 'dy' ? 'scale * ' : ''}dy[dyStart + q * ${outGroups}u];
      ${unroll(kernel, (kx) => unroll(inWidth, (lane) => `s${kx}_${lane} += ${component(kx, lane)} * d;`))}
      ${unroll(kept, (j) => `k${j} = v${j + stride};`)}
    }
  }
  ${unroll(kernel, (kx) => parts.store('split', `ky * ${kernel}u + ${kx}u`, 'c', 'o', (lane) => `s${kx}_${lane}`))}
}`;
}
