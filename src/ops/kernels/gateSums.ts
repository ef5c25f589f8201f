/** The gate of an activation and the sum of its channels over all rows, which is a bias's gradient, in one walk. */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import type { Activation } from './biasAct.ts';
import { LINEAR_MAIN, linearGrid, sizeOf, typeOf, widthOf } from './wgsl.ts';

/** Rows that one thread should sum at least, and most threads a channel: somebody adds up that many. */
const MIN_ROWS = 32;
const MAX_SHARES = 256;

function program(width: 1 | 4): Program {
  const type = typeOf(width);
  return {
    key: `gateSums,${width}`,
    code: () => `
struct Settings { rows: u32, columns: u32, share: u32, shares: u32, slope: f32, gain: f32 }
@group(0) @binding(0) var<storage, read> dy: array<${type}>;
@group(0) @binding(1) var<storage, read> y: array<${type}>;
@group(0) @binding(2) var<storage, read_write> dx: array<${type}>;
@group(0) @binding(3) var<storage, read_write> sums: array<${type}>;
@group(0) @binding(4) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let share = index / settings.columns;
  if (share >= settings.shares) { return; }
  let end = min(settings.rows, (share + 1u) * settings.share);
  var sum = ${type}();
  for (var row = share * settings.share; row < end; row++) {
    let at = row * settings.columns + index % settings.columns;
    let d = dy[at] * settings.gain;
    let gated = select(d * settings.slope, d, y[at] > ${type}());
    dx[at] = gated;
    sum += gated;
  }
  sums[index] = sum;
}`,
  };
}

/** Writes gate(dy) into `gated`, all [...,C]; the sums of its channels in shares, [planes,C]. The caller releases them. */
export function gateSumsFused(
  dy: tf.TensorInfo,
  y: tf.TensorInfo,
  { slope, gain }: Activation,
  gated: tf.TensorInfo,
): { readonly sums: tf.TensorInfo; readonly planes: number } {
  const channels = dy.shape[dy.shape.length - 1] as number;
  const rows = sizeOf(dy) / channels;
  const width = widthOf(channels);
  const share = Math.ceil(rows / Math.min(MAX_SHARES, Math.ceil(rows / MIN_ROWS)));
  const shares = Math.ceil(rows / share);
  const sums = emptyTensor([shares, channels]);
  dispatch({
    program: program(width),
    reads: [dy, y],
    writes: [gated, sums],
    uniforms: [u32(rows), u32(channels / width), u32(share), u32(shares), f32(slope), f32(gain)],
    workgroups: linearGrid((shares * channels) / width),
  });
  return { sums, planes: shares };
}
