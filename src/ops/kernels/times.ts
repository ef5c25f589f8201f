/** A tensor times a number. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, widthOf } from './wgsl.ts';

function program(width: 1 | 4): Program {
  return {
    key: `times,${width}`,
    code: () => `struct Settings { count: u32, factor: f32 }
@group(0) @binding(0) var<storage, read> x: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read_write> y: array<${typeOf(width)}>;
@group(0) @binding(2) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index < settings.count) { y[index] = settings.factor * x[index]; }
}`,
  };
}

/** factor * x. */
export function timesFused(x: tf.TensorInfo, factor: number): tf.TensorInfo {
  const width = widthOf(sizeOf(x));
  const count = sizeOf(x) / width;
  const y = emptyTensor(x.shape);
  const uniforms = [u32(count), f32(factor)];
  dispatch({ program: program(width), reads: [x], writes: [y], uniforms, workgroups: linearGrid(count) });
  return y;
}
