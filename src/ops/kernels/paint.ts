/**
 * A 1x1 convolution of styled features to the few channels of a picture, with bias and the doubled coarser picture added:
 * one dispatch forward, a thread a pixel; and all gradients but the coarser picture's in two.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { LINEAR_MAIN, linearGrid, release, sizeOf, typeOf, unroll, widthOf } from './wgsl.ts';

/** Pixels that one thread should sum at least, and most threads a sample and channel: the second pass sums that many. */
const MIN_PIXELS = 64;
const MAX_SHARES = 32;

/** Components of one vector of input channels, and channels of the picture. */
interface Variant {
  readonly width: 1 | 4;
  readonly colors: number;
}

/** The weights of colour o for the vector c of input channels; `weights` is [I,O]. */
function weightsOf({ width, colors }: Variant, c: string, o: number): string {
  const one = (k: number) => `weights[(${c} * ${width}u + ${k}u) * ${colors}u + ${o}u]`;
  return width === 1 ? one(0) : `vec4f(${[0, 1, 2, 3].map(one).join(', ')})`;
}

const times = ({ width }: Variant, a: string, b: string) => (width === 1 ? `${a} * ${b}` : `dot(${a}, ${b})`);

function forwardProgram(variant: Variant, isAdded: boolean): Program {
  const { width, colors } = variant;
  const type = typeOf(width);
  const each = (line: (o: number) => string) => unroll(colors, line);
  const coarser = `
  let column = i32(index % settings.columns);
  let row = i32(index / settings.columns % settings.rows);
  let sample = i32(index / (settings.columns * settings.rows));
  // An even pixel mixes its own and the one before, an odd one its own and the one after.
  for (var i = 0; i < 2; i++) {
    let y0 = row / 2 + i * (row % 2 * 2 - 1);
    if (y0 < 0 || y0 >= i32(settings.rows) / 2) { continue; }
    for (var j = 0; j < 2; j++) {
      let x0 = column / 2 + j * (column % 2 * 2 - 1);
      if (x0 < 0 || x0 >= i32(settings.columns) / 2) { continue; }
      let tap = select(settings.outer, settings.inner, i == 0) * select(settings.outer, settings.inner, j == 0);
      let start = ((sample * i32(settings.rows) / 2 + y0) * i32(settings.columns) / 2 + x0) * ${colors};
      ${each((o) => `sum${o} += tap * coarser[start + ${o}];`)}
    }
  }`;
  return {
    key: `paint,${width},${colors},${isAdded}`,
    code: () => `
struct Settings { count: u32, rows: u32, columns: u32, channels: u32, gain: f32, inner: f32, outer: f32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read> style: array<${type}>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
${isAdded ? '@group(0) @binding(4) var<storage, read> coarser: array<f32>;' : ''}
@group(0) @binding(${isAdded ? 5 : 4}) var<storage, read_write> y: array<f32>;
@group(0) @binding(${isAdded ? 6 : 5}) var<uniform> settings: Settings;
${LINEAR_MAIN}
  if (index >= settings.count) { return; }
  let styles = index / (settings.rows * settings.columns) * settings.channels;
  ${each((o) => `var sum${o} = 0.0;`)}
  for (var c = 0u; c < settings.channels; c++) {
    let styled = x[index * settings.channels + c] * style[styles + c];
    ${each((o) => `sum${o} += ${times(variant, 'styled', weightsOf(variant, 'c', o))};`)}
  }
  ${each((o) => `sum${o} = settings.gain * sum${o} + bias[${o}];`)}
  ${isAdded ? coarser : ''}
  ${each((o) => `y[index * ${colors}u + ${o}u] = sum${o};`)}
}`,
  };
}

/** x [N,H,W,I], style [N,I], filter [1,1,I,O], bias [O], coarser [N,H/2,W/2,O], taps [a,b,b,a] of sum 1 -> [N,H,W,O]. */
export function paintFused(
  x: tf.TensorInfo,
  style: tf.TensorInfo,
  filter: tf.TensorInfo,
  bias: tf.TensorInfo,
  gain: number,
  coarser: tf.TensorInfo | undefined,
  taps: readonly number[],
): tf.TensorInfo {
  const [samples, rows, columns, channels] = x.shape as [number, number, number, number];
  const colors = sizeOf(bias);
  const width = widthOf(channels);
  const y = emptyTensor([samples, rows, columns, colors]);
  const count = samples * rows * columns;
  // Twice the taps along each axis: the zeros between the samples take half of the sum.
  const [outer = 0, inner = 0] = taps.map((tap) => 2 * tap);
  dispatch({
    program: forwardProgram({ width, colors }, coarser !== undefined),
    reads: [x, style, filter, bias, ...(coarser ? [coarser] : [])],
    writes: [y],
    uniforms: [u32(count), u32(rows), u32(columns), u32(channels / width), f32(gain), f32(inner), f32(outer)],
    workgroups: linearGrid(count),
  });
  return y;
}

/** products: of each share, colour, sample and input channel the sum of x * dy; after them, of dy alone. */
function pixelProgram(variant: Variant): Program {
  const { width, colors } = variant;
  const type = typeOf(width);
  const each = (line: (o: number) => string) => unroll(colors, line);
  return {
    key: `paintGradient,${width},${colors}`,
    code: () => `
struct Settings { pixels: u32, channels: u32, planes: u32, share: u32, shares: u32, gain: f32 }
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<${type}>;
@group(0) @binding(2) var<storage, read> style: array<${type}>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read_write> dx: array<${type}>;
@group(0) @binding(5) var<storage, read_write> products: array<${type}>;
@group(0) @binding(6) var<uniform> settings: Settings;
${LINEAR_MAIN}
  let share = index / settings.planes;
  if (share >= settings.shares) { return; }
  let plane = index % settings.planes;
  let c = plane % settings.channels;
  let n = plane / settings.channels;
  let end = min(settings.pixels, (share + 1u) * settings.share);
  let scale = settings.gain * style[plane];
  ${each((o) => `let weight${o} = scale * ${weightsOf(variant, 'c', o)}; var sum${o} = ${type}(); var alone${o} = 0.0;`)}
  for (var p = share * settings.share; p < end; p++) {
    let pixel = n * settings.pixels + p;
    let value = x[pixel * settings.channels + c];
    ${each((o) => `let d${o} = dy[pixel * ${colors}u + ${o}u]; sum${o} += value * d${o}; alone${o} += d${o};`)}
    dx[pixel * settings.channels + c] = ${Array.from({ length: colors }, (_, o) => `weight${o} * d${o}`).join(' + ')};
  }
  ${each((o) => `products[(share * ${colors}u + ${o}u) * settings.planes + plane] = sum${o};`)}
  if (c == 0u) {
    let after = settings.shares * ${colors}u * settings.planes + (share * (settings.planes / settings.channels) + n) * ${colors}u;
    ${each((o) => `products[after + ${o}u] = ${type}(alone${o});`)}
  }
}`,
  };
}

/** A thread each takes a sample and input channel of the styles, an input channel of the weights, and a bias. */
function sumProgram(variant: Variant): Program {
  const { width, colors } = variant;
  const type = typeOf(width);
  const each = (line: (o: number) => string) => unroll(colors, line);
  const part = (k: number) => (width === 1 ? '' : `[${k}]`);
  return {
    key: `paintSums,${width},${colors}`,
    code: () => `
struct Settings { channels: u32, planes: u32, shares: u32, gain: f32 }
@group(0) @binding(0) var<storage, read> products: array<${type}>;
@group(0) @binding(1) var<storage, read> style: array<${type}>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> dstyle: array<${type}>;
@group(0) @binding(4) var<storage, read_write> dweights: array<f32>;
@group(0) @binding(5) var<storage, read_write> dbias: array<f32>;
@group(0) @binding(6) var<uniform> settings: Settings;
fn product(o: u32, plane: u32) -> ${type} {
  var sum = ${type}();
  for (var share = 0u; share < settings.shares; share++) {
    sum += products[(share * ${colors}u + o) * settings.planes + plane];
  }
  return sum;
}
${LINEAR_MAIN}
  let samples = settings.planes / settings.channels;
  if (index < settings.planes) {
    let c = index % settings.channels;
    var sum = ${type}();
    ${each((o) => `sum += product(${o}u, index) * ${weightsOf(variant, 'c', o)};`)}
    dstyle[index] = settings.gain * sum;
    return;
  }
  if (index < settings.planes + settings.channels) {
    let c = index - settings.planes;
    ${each((o) => `var sum${o} = ${type}();`)}
    for (var n = 0u; n < samples; n++) {
      let plane = n * settings.channels + c;
      ${each((o) => `sum${o} += product(${o}u, plane) * style[plane];`)}
    }
    ${each((o) =>
      unroll(
        width,
        (k) => `dweights[(c * ${width}u + ${k}u) * ${colors}u + ${o}u] = settings.gain * sum${o}${part(k)};`,
      ),
    )}
    return;
  }
  let o = index - settings.planes - settings.channels;
  if (o >= ${colors}u) { return; }
  let first = settings.shares * ${colors}u * settings.planes + o;
  var sum = 0.0;
  for (var i = 0u; i < settings.shares * samples; i++) { sum += products[first + i * ${colors}u]${part(0)}; }
  dbias[o] = sum;
}`,
  };
}

export interface PaintGradients {
  readonly dx: tf.TensorInfo;
  readonly dstyle: tf.TensorInfo;
  readonly dfilter: tf.TensorInfo;
  readonly dbias: tf.TensorInfo;
}

/** dy [N,H,W,O] -> the gradients, in the inputs' shapes. */
export function paintGradientFused(
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
  style: tf.TensorInfo,
  filter: tf.TensorInfo,
  gain: number,
): PaintGradients {
  const [samples, rows, columns, channels] = x.shape as [number, number, number, number];
  const colors = dy.shape[3] as number;
  const width = widthOf(channels);
  const pixels = rows * columns;
  const share = Math.ceil(pixels / Math.min(MAX_SHARES, Math.ceil(pixels / MIN_PIXELS)));
  const shares = Math.ceil(pixels / share);
  const planes = (samples * channels) / width;
  const dx = emptyTensor(x.shape);
  const products = emptyTensor([shares * colors * (planes + samples) * width]);
  dispatch({
    program: pixelProgram({ width, colors }),
    reads: [dy, x, style, filter],
    writes: [dx, products],
    uniforms: [u32(pixels), u32(channels / width), u32(planes), u32(share), u32(shares), f32(gain)],
    workgroups: linearGrid(planes * shares),
  });
  const dstyle = emptyTensor(style.shape);
  const dfilter = emptyTensor(filter.shape);
  const dbias = emptyTensor([colors]);
  dispatch({
    program: sumProgram({ width, colors }),
    reads: [products, style, filter],
    writes: [dstyle, dfilter, dbias],
    uniforms: [u32(channels / width), u32(planes), u32(shares), f32(gain)],
    workgroups: linearGrid(planes + channels / width + colors),
  });
  release(products);
  return { dx, dstyle, dfilter, dbias };
}
