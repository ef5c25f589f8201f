/** [S,n] -> [n], each element summed over the planes in order, so that runs repeat to the last bit. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, widthOf } from './wgsl.ts';

function program(width: 1 | 4): Program {
  const type = typeOf(width);
  return {
    key: `reducePlanes,${width}`,
    code: () => `
struct Shape { planes: u32, count: u32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read_write> y: array<${type}>;
@group(0) @binding(2) var<uniform> shape: Shape;
${LINEAR_MAIN}
  if (index >= shape.count) { return; }
  var sum = ${type}();
  for (var plane = 0u; plane < shape.planes; plane++) { sum += x[plane * shape.count + index]; }
  y[index] = sum;
}`,
  };
}

/** x [planes, ...shape] -> shape. The caller keeps x. */
export function reducePlanes(x: tf.TensorInfo, planes: number, shape: number[]): tf.TensorInfo {
  const count = sizeOf(x) / planes;
  const width = widthOf(count);
  const y = emptyTensor(shape);
  dispatch({
    program: program(width),
    reads: [x],
    writes: [y],
    uniforms: [u32(planes), u32(count / width)],
    workgroups: linearGrid(count / width),
  });
  return y;
}
