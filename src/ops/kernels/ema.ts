/** The moving average of one tensor, written into the variable's own place, nothing allocated. */
import { spareClones } from '../../gpu/arena.ts';
import { dispatch, f32, type Program } from '../../gpu/dispatch.ts';
import { atThisMoment, type Live } from '../../gpu/live.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, typeOf, widthOf } from './wgsl.ts';

function emaProgram(width: 1 | 4): Program {
  return {
    key: `ema,${width}`,
    code: () => `
struct Settings { beta: f32 }
@group(0) @binding(0) var<storage, read> source: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read_write> average: array<${typeOf(width)}>;
@group(0) @binding(2) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= arrayLength(&average)) { return; }
  average[index] = settings.beta * average[index] + (1.0 - settings.beta) * source[index];
}`,
  };
}

/** One step towards the source, of the same shape. */
export function emaFused(average: tf.Variable, source: tf.Tensor, beta: Live): void {
  spareClones(average);
  const width = widthOf(average.size);
  dispatch({
    program: emaProgram(width),
    reads: [source],
    writes: [average],
    uniforms: [f32(() => atThisMoment(beta))],
    workgroups: linearGrid(average.size / width),
  });
}
