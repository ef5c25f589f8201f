/**
 * Doubling and halving by a separable FIR of 2 or 4 symmetric taps [a,b,b,a], zero beyond the border. A thread of the
 * doubling writes 2x2 pixels from the 3x3 around its own; a thread of the halving writes one.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, unroll, widthOf } from './wgsl.ts';

export interface Fir {
  /** Of sum 1. */
  readonly taps: readonly number[];
  /** Multiplies the result. */
  readonly scale: number;
}

/** height and width: of the thread's own picture (x when doubling, y when halving). */
const HEAD = (type: string) => `
struct Settings { count: u32, height: u32, width: u32, channels: u32, inner: f32, outer: f32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read_write> y: array<${type}>;
@group(0) @binding(2) var<uniform> settings: Settings;`;

const PLACE = `
  if (index >= settings.count) { return; }
  let c = index % settings.channels;
  let column = i32(index / settings.channels % settings.width);
  let row = i32(index / (settings.channels * settings.width) % settings.height);
  let picture = i32(index / (settings.channels * settings.width * settings.height));
  let height = i32(settings.height);
  let width = i32(settings.width);
  let channels = i32(settings.channels);`;

/** A doubled pixel mixes its own line and one neighbour. */
const LINES = 3;

function upProgram(vector: 1 | 4, tapCount: number): Program {
  const type = typeOf(vector);
  // 1-D: even = outer * left + inner * own, odd = inner * own + outer * right. Unrolled by name: an array indexed at run
  // time would live in memory.
  const line = (i: number) => `
  var even${i} = ${type}();
  var odd${i} = ${type}();
  if (row + ${i} > 0 && row + ${i} <= height) {
    let at = ((picture * height + row + ${i} - 1) * width + column) * channels + i32(c);
    let own = x[at] * settings.inner;
    even${i} = own;
    odd${i} = own;
    if (column > 0) { even${i} += settings.outer * x[at - channels]; }
    if (column + 1 < width) { odd${i} += settings.outer * x[at + channels]; }
  }`;
  const write = (side: number, name: string) => `
  y[to + ${side} * channels] = settings.inner * ${name}1 + settings.outer * ${name}0;
  y[to + (2 * width + ${side}) * channels] = settings.inner * ${name}1 + settings.outer * ${name}2;`;
  const wide = `${unroll(LINES, line)}${write(0, 'even')}${write(1, 'odd')}`;
  const narrow = `
  let value = x[index] * settings.inner * settings.inner;
  ${unroll(2, (dy) => unroll(2, (dx) => `y[to + (${dy} * 2 * width + ${dx}) * channels] = value;`))}`;
  return {
    key: `upsample,${vector},${tapCount}`,
    code: () => `${HEAD(type)}
${LINEAR_MAIN}${PLACE}
  let to = ((picture * height + row) * 2 * 2 * width + column * 2) * channels + i32(c);
  ${tapCount === 2 ? narrow : wide}
}`,
  };
}

function downProgram(vector: 1 | 4, tapCount: number): Program {
  const type = typeOf(vector);
  const pad = tapCount / 2 - 1;
  return {
    key: `downsample,${vector},${tapCount}`,
    code: () => `${HEAD(type)}
${LINEAR_MAIN}${PLACE}
  var sum = ${type}();
  for (var ty = 0; ty < ${tapCount}; ty++) {
    let source = row * 2 + ty - ${pad};
    if (source < 0 || source >= 2 * height) { continue; }
    let line = (picture * 2 * height + source) * 2 * width;
    var part = ${type}();
    for (var tx = 0; tx < ${tapCount}; tx++) {
      let at = column * 2 + tx - ${pad};
      if (at < 0 || at >= 2 * width) { continue; }
      part += select(settings.outer, settings.inner, tx == ${pad} || tx == ${pad + 1}) * x[(line + at) * channels + i32(c)];
    }
    sum += select(settings.outer, settings.inner, ty == ${pad} || ty == ${pad + 1}) * part;
  }
  y[index] = sum;
}`,
  };
}

/** x [N,H,W,C] -> [N,2H,2W,C]. */
export function upsampleFused(x: tf.TensorInfo, { taps, scale }: Fir): tf.TensorInfo {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const y = emptyTensor([count, 2 * height, 2 * width, channels]);
  // Twice the taps along each axis: the zeros between the samples take half of the sum.
  run(upProgram, x, y, [height, width], taps, 2 * Math.sqrt(scale));
  return y;
}

/** x [N,H,W,C] -> [N,H/2,W/2,C]. */
export function downsampleFused(x: tf.TensorInfo, { taps, scale }: Fir): tf.TensorInfo {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const y = emptyTensor([count, height / 2, width / 2, channels]);
  run(downProgram, x, y, [height / 2, width / 2], taps, Math.sqrt(scale));
  return y;
}

/** factor: on the taps of each axis. */
function run(
  makeProgram: (vector: 1 | 4, tapCount: number) => Program,
  x: tf.TensorInfo,
  y: tf.TensorInfo,
  [height, width]: [number, number],
  taps: readonly number[],
  factor: number,
): void {
  const channels = x.shape[3] as number;
  const vector = widthOf(channels);
  const count = Math.min(sizeOf(x), sizeOf(y)) / vector;
  const inner = factor * (taps[taps.length / 2] as number);
  const outer = factor * (taps[0] as number);
  dispatch({
    program: makeProgram(vector, taps.length),
    reads: [x],
    writes: [y],
    uniforms: [u32(count), u32(height), u32(width), u32(channels / vector), f32(inner), f32(outer)],
    workgroups: linearGrid(count),
  });
}
