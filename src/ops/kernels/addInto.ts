/** Sums written into the variables' own places: several a dispatch, as many as the device binds buffers. */
import { spareClones } from '../../gpu/arena.ts';
import { commandStream } from '../../gpu/commandStream.ts';
import { dispatch, type Program } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, typeOf, unroll, widthOf } from './wgsl.ts';

/** Most sums a dispatch: more would make ever more pipelines for ever fewer dispatches saved. */
const MAX_PACK = 4;
const BUFFERS_A_SUM = 2;

/** A thread's place among the sums: the first whose elements reach it. */
function addProgram(widths: readonly (1 | 4)[]): Program {
  const count = widths.length;
  const type = (k: number) => typeOf(widths[k] as 1 | 4);
  return {
    key: `addInto,${widths.join('')}`,
    code: () => `
${unroll(count, (k) => `@group(0) @binding(${k}) var<storage, read> x${k}: array<${type(k)}>;`)}
${unroll(count, (k) => `@group(0) @binding(${count + k}) var<storage, read_write> sum${k}: array<${type(k)}>;`)}
${LINEAR_MAIN}
  var i = index;
  ${unroll(
    count,
    (k) => `if (i < arrayLength(&sum${k})) {
    sum${k}[i] += x${k}[i];
    return;
  }
  i -= arrayLength(&sum${k});`,
  )}
}`,
  };
}

export function addIntoFused(pairs: readonly { readonly variable: tf.Variable; readonly tensor: tf.Tensor }[]): void {
  const { maxStorageBuffersPerShaderStage } = commandStream().device.limits;
  const size = Math.min(MAX_PACK, Math.floor(maxStorageBuffersPerShaderStage / BUFFERS_A_SUM));
  for (let from = 0; from < pairs.length; from += size) {
    const pack = pairs.slice(from, from + size);
    const sums = pack.map(({ variable }) => variable);
    sums.forEach(spareClones);
    const widths = sums.map(({ size }) => widthOf(size));
    dispatch({
      program: addProgram(widths),
      reads: pack.map(({ tensor }) => tensor),
      writes: sums,
      workgroups: linearGrid(sums.reduce((threads, { size }) => threads + size / widthOf(size), 0)),
    });
  }
}
