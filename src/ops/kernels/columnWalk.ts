/**
 * Sums down the columns of a matrix within one workgroup: lanes lie across the columns, walkers go down the rows, and what
 * they found is added through workgroup memory in fixed order. It refuses to know what is summed.
 */
import type { Program } from '../../gpu/dispatch.ts';
import { powerOfTwoFrom, typeOf, widthOf } from './wgsl.ts';

/** Threads a workgroup at most: what every WebGPU device takes. Few workgroups own whole columns, so each may be large. */
const MAX_THREADS = 256;
/** Lanes at most: 8 vec4 are 128 contiguous bytes. */
const MAX_LANES = 8;
/** Rows that a walker should go down at least, or adding up the walkers costs more than the walk. */
const MIN_STEPS = 16;

export interface ColumnWalk {
  readonly width: 1 | 4;
  readonly type: 'f32' | 'vec4f';
  readonly lanes: number;
  readonly walkers: number;
  /** Columns of `type`. */
  readonly columns: number;
  /** Workgroups across. */
  readonly groups: number;
  /** In how many shares the rows are walked, and how many rows each has. */
  readonly shares: number;
  readonly rowsEach: number;
}

/** Rows that a walker goes down at most in one dispatch; more are shared among workgroups and added by a second one. */
const MAX_STEPS = 256;

/** For matrices of `rows` rows of `channels` numbers. */
export function columnWalk(rows: number, channels: number): ColumnWalk {
  const width = widthOf(channels);
  const columns = channels / width;
  const lanes = Math.min(MAX_LANES, powerOfTwoFrom(columns));
  const walkers = Math.min(MAX_THREADS / lanes, powerOfTwoFrom(Math.ceil(rows / MIN_STEPS)));
  const shares = Math.ceil(rows / (walkers * MAX_STEPS));
  return {
    width,
    type: typeOf(width),
    lanes,
    walkers,
    columns,
    groups: Math.ceil(columns / lanes),
    shares,
    rowsEach: Math.ceil(rows / shares),
  };
}

/**
 * A kernel over such a walk. `declarations` hold bindings and a struct Settings with `columns`, bound as `settings`; `body`
 * finds `column`, `walker`, `plane` and `share` (the workgroup's y and z) and `isInside`, must keep step with the barriers of total(value),
 * which only walker 0 may use, and writes WALKERS for their number.
 */
export function walkProgram(
  name: string,
  { width, type, lanes, walkers }: ColumnWalk,
  declarations: string,
  body: string,
): Program {
  return {
    key: [name, width, lanes, walkers].join(),
    code: () =>
      `${declarations}
var<workgroup> partial: array<T, ${lanes * walkers}>;
fn total(at: vec3u, value: T) -> T {
  workgroupBarrier();
  partial[at.y * ${lanes}u + at.x] = value;
  workgroupBarrier();
  var sum = T();
  if (at.y == 0u) {
    for (var i = 0u; i < WALKERS; i++) { sum += partial[i * ${lanes}u + at.x]; }
  }
  return sum;
}
@compute @workgroup_size(${lanes}, ${walkers})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let walker = local.y;
  let plane = group.y;
  let share = group.z;
  let column = group.x * ${lanes}u + local.x;
  let isInside = column < settings.columns;
${body}
}`
        .replaceAll('WALKERS', `${walkers}u`)
        .replace(/\bT\b/g, type),
  };
}
