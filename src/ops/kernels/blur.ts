/**
 * A separable FIR of 4 symmetric taps [a,b,b,a], zero beyond the border: a thread sums four rows column by column, and
 * slides along the row over several output pixels.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, typeOf, unroll, widthOf } from './wgsl.ts';

const TAPS = 4;
/** Output pixels a thread. */
const PIXELS = 4;

function program(vector: 1 | 4, pad: number): Program {
  const type = typeOf(vector);
  const tap = (t: number) => (t === 0 || t === TAPS - 1 ? 'settings.outer' : 'settings.inner');
  const sum = (terms: string[]) => terms.join(' + ');
  // Column j of the thread's input: its four rows under the taps.
  const column = (j: number) => `var v${j} = ${type}();
  if (column + ${j} >= ${pad} && column + ${j - pad} < width) {
    let at = start + (column + ${j - pad}) * channels;
    ${unroll(TAPS, (t) => `if (row + ${t} >= ${pad} && row + ${t - pad} < height) { v${j} += ${tap(t)} * x[at + ${t - pad} * stride]; }`)}
  }`;
  const pixel = (i: number) => `if (column + ${i} < outWidth) {
    y[to + ${i} * channels] = ${sum(Array.from({ length: TAPS }, (_, t) => `${tap(t)} * v${i + t}`))};
  }`;
  return {
    key: `blur,${vector},${pad}`,
    code: () => `
struct Settings { rows: u32, height: i32, width: i32, channels: i32, spans: u32, inner: f32, outer: f32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read_write> y: array<${type}>;
@group(0) @binding(2) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let channels = settings.channels;
  let height = settings.height;
  let width = settings.width;
  let outHeight = height + ${2 * pad + 1 - TAPS};
  let outWidth = width + ${2 * pad + 1 - TAPS};
  let place = index / u32(channels);
  if (place / settings.spans >= settings.rows) { return; }
  let c = i32(index % u32(channels));
  let column = i32(place % settings.spans) * ${PIXELS};
  let outRow = i32(place / settings.spans);
  let row = outRow % outHeight;
  let stride = width * channels;
  let start = (outRow / outHeight * height + row) * stride + c;
  let to = (outRow * outWidth + column) * channels + c;
  ${unroll(PIXELS + TAPS - 1, column)}
  ${unroll(PIXELS, pixel)}
}`,
  };
}

/** x [N,H,W,C] -> [N,H+2p-3,W+2p-3,C] for p zeros of padding on each side. taps: of each axis. */
export function blurFused(x: tf.TensorInfo, taps: readonly number[], pad: number): tf.TensorInfo {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const grown = 2 * pad + 1 - TAPS;
  const y = emptyTensor([count, height + grown, width + grown, channels]);
  const vector = widthOf(channels);
  const rows = count * (height + grown);
  const spans = Math.ceil((width + grown) / PIXELS);
  dispatch({
    program: program(vector, pad),
    reads: [x],
    writes: [y],
    uniforms: [
      u32(rows),
      u32(height),
      u32(width),
      u32(channels / vector),
      u32(spans),
      f32(taps[1] as number),
      f32(taps[0] as number),
    ],
    workgroups: linearGrid((rows * spans * channels) / vector),
  });
  return y;
}
