/**
 * A separable FIR of 4 symmetric taps [a,b,b,a], zero beyond the border: a thread filters the rows of a block of output
 * pixels one after the other and adds each, weighted, to the four output rows that it reaches.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, typeOf, unroll, widthOf } from './wgsl.ts';

const TAPS = 4;
/** A thread's block of output pixels: so large that a pixel of x is loaded about three times in all. */
const ROWS = 4;
const COLUMNS = 4;

function program(vector: 1 | 4, pad: number): Program {
  const type = typeOf(vector);
  const tap = (t: number) => (t === 0 || t === TAPS - 1 ? 'settings.outer' : 'settings.inner');
  const grown = 2 * pad + 1 - TAPS;
  const read = (j: number) => `var v${j} = ${type}();
    if (column + ${j} >= ${pad} && column + ${j - pad} < width) { v${j} = x[at + ${j - pad} * channels]; }`;
  const across = (i: number) =>
    `let h${i} = ${Array.from({ length: TAPS }, (_, t) => `${tap(t)} * v${i + t}`).join(' + ')};`;
  // Row j of x is under tap j - r of output row r.
  const reached = (j: number) => Array.from({ length: ROWS }, (_, r) => r).filter((r) => j - r >= 0 && j - r < TAPS);
  const row = (j: number) => `if (row + ${j} >= ${pad} && row + ${j - pad} < height) {
    let at = start + ${j - pad} * stride;
    ${unroll(COLUMNS + TAPS - 1, read)}
    ${unroll(COLUMNS, across)}
    ${reached(j)
      .map((r) => unroll(COLUMNS, (i) => `s${r}_${i} += ${tap(j - r)} * h${i};`))
      .join('\n')}
  }`;
  const store = (r: number, i: number) => `if (row + ${r} < outHeight && column + ${i} < outWidth) {
    y[to + (${r} * outWidth + ${i}) * channels] = s${r}_${i};
  }`;
  return {
    key: `blur,${vector},${pad}`,
    code: () => `
struct Settings { count: u32, height: i32, width: i32, channels: i32, blocksY: u32, blocksX: u32, inner: f32, outer: f32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read_write> y: array<${type}>;
@group(0) @binding(2) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let channels = settings.channels;
  let height = settings.height;
  let width = settings.width;
  let outHeight = height + ${grown};
  let outWidth = width + ${grown};
  let place = index / u32(channels);
  let c = i32(index % u32(channels));
  let column = i32(place % settings.blocksX) * ${COLUMNS};
  let row = i32(place / settings.blocksX % settings.blocksY) * ${ROWS};
  let picture = i32(place / (settings.blocksX * settings.blocksY));
  let stride = width * channels;
  let start = ((picture * height + row) * width + column) * channels + c;
  let to = ((picture * outHeight + row) * outWidth + column) * channels + c;
  ${unroll(ROWS, (r) => unroll(COLUMNS, (i) => `var s${r}_${i} = ${type}();`))}
  ${unroll(ROWS + TAPS - 1, row)}
  ${unroll(ROWS, (r) => unroll(COLUMNS, (i) => store(r, i)))}
}`,
  };
}

/** x [N,H,W,C] -> [N,H+2p-3,W+2p-3,C] for p zeros of padding on each side. taps: of each axis. */
export function blurFused(x: tf.TensorInfo, taps: readonly number[], pad: number): tf.TensorInfo {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const grown = 2 * pad + 1 - TAPS;
  const y = emptyTensor([count, height + grown, width + grown, channels]);
  const vector = widthOf(channels);
  const blocksY = Math.ceil((height + grown) / ROWS);
  const blocksX = Math.ceil((width + grown) / COLUMNS);
  const threads = (count * blocksY * blocksX * channels) / vector;
  dispatch({
    program: program(vector, pad),
    reads: [x],
    writes: [y],
    uniforms: [
      u32(threads),
      u32(height),
      u32(width),
      u32(channels / vector),
      u32(blocksY),
      u32(blocksX),
      f32(taps[1] as number),
      f32(taps[0] as number),
    ],
    workgroups: linearGrid(threads),
  });
  return y;
}
