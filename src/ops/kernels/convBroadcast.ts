/**
 * Convolution of stride 1 by subgroups: each lane loads one pixel's channels, and all lanes multiply each pixel's by their
 * own output channels, which they hear of by broadcast; no workgroup memory, no barrier. Only for adapters whose subgroups
 * are all of one size, and for channels in multiples of 4.
 */
import { convParts, fusionsKey } from './convParts.ts';
import { type Chosen, type ConvTask, inputOf } from './convShape.ts';
import { spilledGrid, unroll, VEC } from './wgsl.ts';

/** Whether there is such a kernel for the shape. */
export function canBroadcast({ stride, from, to }: ConvTask): boolean {
  return stride === 1 && from % VEC === 0 && to % VEC === 0;
}

/** size: lanes of a subgroup, on every subgroup of the adapter. */
export function broadcastForward(task: ConvTask, size: number): Chosen {
  const { count, height, width, kernel, from, to, fusions } = task;
  return {
    program: {
      key: ['convBroadcast', height, width, kernel, from, to, size, fusionsKey(fusions)].join(),
      code: () => code(task, size),
    },
    workgroups: spilledGrid(Math.ceil(to / VEC / size), Math.ceil((count * height * width) / size)),
  };
}

function code(task: ConvTask, size: number): string {
  const { height, width, kernel, from, to } = task;
  const { pad } = inputOf(task);
  const [inGroups, outGroups] = [from / VEC, to / VEC];
  const parts = convParts({ ...task, isTurned: true }, VEC, VEC);
  return `enable subgroups;
${parts.head}
@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let own = id.x * ${size}u + lane;
  // Lanes beyond the last group of channels work along, on the last, and store nothing.
  let o = min(own, ${outGroups - 1}u);
  let first = (id.z * grid.y + id.y) * ${size}u;
  let pixels = settings.rows * ${width}u;
  let loaded = min(first + lane, pixels - 1u);
  let column = i32(loaded % ${width}u) - ${pad};
  let row = i32(loaded / ${width}u % ${height}u) - ${pad};
  let picture = loaded / ${height * width}u;
  ${unroll(size, (i) => `var s${i} = vec4f();`)}
  for (var tap = 0u; tap < ${kernel * kernel}u; tap++) {
    let x0 = column + i32(tap % ${kernel}u);
    let y0 = row + i32(tap / ${kernel}u);
    let isInside = x0 >= 0 && x0 < ${width} && y0 >= 0 && y0 < ${height};
    let at = ((picture * ${height}u + u32(clamp(y0, 0, ${height - 1}))) * ${width}u + u32(clamp(x0, 0, ${width - 1}))) * ${inGroups}u;
    for (var c = 0u; c < ${inGroups}u; c++) {
      ${parts.scale('picture', 'c')}
      let v = select(vec4f(), ${parts.scaled('x[at + c]')}, isInside);
      ${parts.filter('tap', 'c', 'o')}
      ${unroll(VEC, (k) => unroll(size, (i) => `s${i} += subgroupBroadcast(v[${k}], ${i}u) * w${k};`))}
    }
  }
  if (own >= ${outGroups}u) { return; }
  ${unroll(
    size,
    (i) => `if (first + ${i}u < pixels) {
    let mine = (first + ${i}u) / ${height * width}u;
    ${parts.finish('o', 'mine', 'o')}
    ${parts.store(`(first + ${i}u) * ${outGroups}u + o`, `s${i}`, 'o')}
  }`,
  )}
}`;
}
