/**
 * Convolution of stride 1 to few channels (toRGB, and what comes back through fromRGB): a thread makes all channels of a
 * pixel, so that x is read once. Where pixels are few, a pixel's input channels are dealt to several threads, whose sums
 * are added in fixed order.
 */
import { convParts, fusionsKey } from './convParts.ts';
import { type Chosen, type ConvTask, inputOf } from './convShape.ts';
import { powerOfTwoFrom, spilledGrid, unroll, WORKGROUP, widthOf } from './wgsl.ts';

/** Most output channels: each is a sum in a register. */
export const MAX_NARROW = 8;
/** Threads that keep all cores of any adapter busy. */
const WANTED_THREADS = 8192;
/** Most threads a pixel. */
const MAX_SLICES = 16;

export function narrowForward(task: ConvTask): Chosen {
  const { count, height, width, kernel, from, to, fusions } = task;
  const pixels = count * height * width;
  const useful = Math.min(MAX_SLICES, powerOfTwoFrom(from / widthOf(from)));
  const slices = Math.max(1, Math.min(useful, powerOfTwoFrom(WANTED_THREADS / pixels)));
  return {
    program: {
      key: ['convNarrow', height, width, kernel, from, to, slices, fusionsKey(fusions)].join(),
      code: () => code(task, slices),
    },
    workgroups: spilledGrid(1, Math.ceil((pixels * slices) / WORKGROUP)),
  };
}

function code(task: ConvTask, slices: number): string {
  const { height, width, kernel, from, to } = task;
  const { pad } = inputOf(task);
  const inWidth = widthOf(from);
  const inGroups = from / inWidth;
  const parts = convParts({ ...task, isTurned: true }, inWidth, 1);
  const pixels = WORKGROUP / slices;
  const each = (line: (o: number) => string) => unroll(to, line);
  const product = (o: number) => `{
        ${parts.filter('ky * KERNEL + kx'.replaceAll('KERNEL', `${kernel}u`), 'c', `${o}u`)}
        s${o} += ${Array.from({ length: inWidth }, (_, k) => `${inWidth === 1 ? 'v' : `v[${k}]`} * w${k}`).join(' + ')};
      }`;
  const addSlices = `
  if (slice > 0u) { ${each((o) => `partial[((slice - 1u) * ${pixels}u + local % ${pixels}u) * ${to}u + ${o}u] = s${o};`)} }
  workgroupBarrier();
  if (slice > 0u) { return; }
  for (var other = 0u; other < ${slices - 1}u; other++) {
    ${each((o) => `s${o} += partial[(other * ${pixels}u + local) * ${to}u + ${o}u];`)}
  }`;
  return `${parts.head}
${slices > 1 ? `var<workgroup> partial: array<f32, ${(slices - 1) * pixels * to}>;` : ''}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_index) local: u32) {
  let slice = local / ${pixels}u;
  let own = (id.z * grid.y + id.y) * ${pixels}u + local % ${pixels}u;
  let all = settings.rows * ${width}u;
  let pixel = min(own, all - 1u);
  let picture = pixel / ${height * width}u;
  let line = pixel / ${width}u % ${height}u;
  let column = pixel % ${width}u;
  ${each((o) => `var s${o} = 0.0;`)}
  for (var ky = 0u; ky < ${kernel}u; ky++) {
    if (line + ky < ${pad}u || line + ky >= ${height + pad}u) { continue; }
    for (var kx = 0u; kx < ${kernel}u; kx++) {
      if (column + kx < ${pad}u || column + kx >= ${width + pad}u) { continue; }
      let at = ((picture * ${height}u + line + ky - ${pad}u) * ${width}u + column + kx - ${pad}u) * ${inGroups}u;
      for (var c = slice; c < ${inGroups}u; c += ${slices}u) {
        ${parts.scale('picture', 'c')}
        let v = ${parts.scaled('x[at + c]')};
        ${each(product)}
      }
    }
  }
  ${slices > 1 ? addSlices : ''}
  if (own >= all) { return; }
  ${each((o) => `${parts.finish(`o${o}`, 'picture', `${o}u`)} ${parts.store(`pixel * ${to}u + ${o}u`, `s${o}`, `o${o}`)}`)}
}`;
}
