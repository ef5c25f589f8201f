/** Scalars from buffers of their own into a row of a table: several a dispatch, as many as every device binds buffers. */
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type { Live } from '../../gpu/live.ts';
import type * as tf from '../../gpu/tf.ts';
import { unroll } from './wgsl.ts';

/** Storage buffers that every WebGPU device binds in one dispatch, less the table's. */
const MOST_AT_ONCE = 7;

/** One value and the column that it goes to. */
export interface Entry {
  readonly column: number;
  /** One element. */
  readonly value: tf.Tensor;
}

function program(count: number): Program {
  return {
    key: `writeRow,${count}`,
    code: () => `
struct Settings { row: u32, columns: u32, ${Array.from({ length: count }, (_, i) => `column${i}: u32`).join(', ')} }
${unroll(count, (i) => `@group(0) @binding(${i}) var<storage, read> value${i}: array<f32>;`)}
@group(0) @binding(${count}) var<storage, read_write> table: array<f32>;
@group(0) @binding(${count + 1}) var<uniform> settings: Settings;
@compute @workgroup_size(1)
fn main() {
  let start = settings.row * settings.columns;
  ${unroll(count, (i) => `table[start + settings.column${i}] = value${i}[0];`)}
}`,
  };
}

/** table [R,C]; a row beyond it is dropped by WebGPU. */
export function writeRowFused(table: tf.TensorInfo, row: Live, entries: readonly Entry[]): void {
  const columns = table.shape[1] as number;
  for (let from = 0; from < entries.length; from += MOST_AT_ONCE) {
    const pack = entries.slice(from, from + MOST_AT_ONCE);
    dispatch({
      program: program(pack.length),
      reads: pack.map(({ value }) => value),
      writes: [table],
      uniforms: [u32(row), u32(columns), ...pack.map(({ column }) => u32(column))],
      workgroups: [1, 1, 1],
    });
  }
}
