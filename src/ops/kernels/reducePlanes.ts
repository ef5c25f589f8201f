/** [S,n] -> [n], each element summed over the planes in order, so that runs repeat to the last bit. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, unroll, VEC, widthOf } from './wgsl.ts';

/** Sums yet to be added up: sums [planes, ...], total as sums but for the planes. */
export interface Reduction {
  readonly sums: tf.TensorInfo;
  readonly planes: number;
  readonly total: tf.TensorInfo;
}

function program(parts: number, width: 1 | 4): Program {
  const type = typeOf(width);
  return {
    key: `reducePlanes,${parts},${width}`,
    code: () => `
struct Shape { ${unroll(parts, (k) => `planes${k}: u32, count${k}: u32,`)} }
${unroll(parts, (k) => `@group(0) @binding(${k}) var<storage, read> x${k}: array<${type}>;`)}
${unroll(parts, (k) => `@group(0) @binding(${parts + k}) var<storage, read_write> y${k}: array<${type}>;`)}
@group(0) @binding(${2 * parts}) var<uniform> shape: Shape;
${LINEAR_MAIN}
  var at = index;
  ${unroll(
    parts,
    (k) => `if (at < shape.count${k}) {
    var sum = ${type}();
    for (var plane = 0u; plane < shape.planes${k}; plane++) { sum += x${k}[plane * shape.count${k} + at]; }
    y${k}[at] = sum;
    return;
  }
  at -= shape.count${k};`,
  )}
}`,
  };
}

/** Adds all of them up in one dispatch; the caller keeps all tensors. */
export function reduceTogether(parts: readonly Reduction[]): void {
  const counts = parts.map(({ total }) => sizeOf(total));
  const width = counts.every((count) => widthOf(count) === VEC) ? VEC : 1;
  dispatch({
    program: program(parts.length, width),
    reads: parts.map(({ sums }) => sums),
    writes: parts.map(({ total }) => total),
    uniforms: parts.flatMap(({ planes }, k) => [u32(planes), u32((counts[k] as number) / width)]),
    workgroups: linearGrid(counts.reduce((sum, count) => sum + count) / width),
  });
}

/** x [planes, ...shape] -> shape. The caller keeps x. */
export function reducePlanes(x: tf.TensorInfo, planes: number, shape: number[]): tf.TensorInfo {
  const total = emptyTensor(shape);
  reduceTogether([{ sums: x, planes, total }]);
  return total;
}
