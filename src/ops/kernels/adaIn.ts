/**
 * AdaIN and its gradient, one dispatch each: a workgroup owns a few channels of one picture, sums over its pixels in fixed
 * order through workgroup memory, and writes. Mean first, then variance, so that nothing cancels.
 */
import { emptyTensor } from '../../gpu/commandStream.ts';
import { dispatch, f32, type Program, u32 } from '../../gpu/dispatch.ts';
import type * as tf from '../../gpu/tf.ts';
import { powerOfTwoFrom, typeOf, WORKGROUP, widthOf } from './wgsl.ts';

/** Lanes across channels, at most: 8 vec4 are 128 contiguous bytes. The rest of the workgroup walks the pixels. */
const MAX_LANES = 8;

interface Layout {
  readonly type: string;
  readonly lanes: number;
  readonly walkers: number;
}

/** Shared by both kernels: who a thread is, and the sum over its workgroup's walkers. */
const head = ({ type, lanes, walkers }: Layout) => `
struct Settings { pixels: u32, channels: u32, epsilon: f32 }
var<workgroup> partial: array<${type}, ${WORKGROUP}>;
fn total(lane: u32, walker: u32, value: ${type}) -> ${type} {
  workgroupBarrier();
  partial[walker * ${lanes}u + lane] = value;
  workgroupBarrier();
  var sum = ${type}();
  for (var i = 0u; i < ${walkers}u; i++) { sum += partial[i * ${lanes}u + lane]; }
  return sum;
}`;

const main = ({ lanes, walkers }: Layout) => `
@compute @workgroup_size(${lanes}, ${walkers})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let lane = local.x;
  let walker = local.y;
  let c = group.x * ${lanes}u + lane;
  let isInside = c < settings.channels;
  // Threads beyond the channels keep step with the barriers but touch nothing.
  let pixels = select(0u, settings.pixels, isInside);
  let start = group.y * settings.pixels * settings.channels + c;
  let plane = group.y * settings.channels + c;
  let share = 1.0 / f32(settings.pixels);`;

/** One workgroup's walk over its pixels. */
const walk = (body: string) => `
  for (var p = walker; p < pixels; p += WALKERS) {
    let at = start + p * settings.channels;
    ${body}
  }`;

function forwardProgram(layout: Layout): Program {
  const { type } = layout;
  return program(
    'adaIn',
    layout,
    () => `
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read> scale: array<${type}>;
@group(0) @binding(2) var<storage, read> shift: array<${type}>;
@group(0) @binding(3) var<storage, read_write> y: array<${type}>;
@group(0) @binding(4) var<storage, read_write> statistics: array<${type}>;
@group(0) @binding(5) var<uniform> settings: Settings;
${head(layout)}
${main(layout)}
  var sum = ${type}();
  ${walk('sum += x[at];')}
  let mean = total(lane, walker, sum) * share;
  var squares = ${type}();
  ${walk('let d = x[at] - mean; squares += d * d;')}
  let inverse = 1.0 / sqrt(total(lane, walker, squares) * share + settings.epsilon);
  if (!isInside) { return; }
  if (walker == 0u) {
    statistics[2u * group.y * settings.channels + c] = mean;
    statistics[(2u * group.y + 1u) * settings.channels + c] = inverse;
  }
  let factor = inverse * (scale[plane] + 1.0);
  let offset = shift[plane];
  ${walk('y[at] = (x[at] - mean) * factor + offset;')}
}`,
  );
}

function gradientProgram(layout: Layout): Program {
  const { type } = layout;
  return program(
    'adaInGradient',
    layout,
    () => `
@group(0) @binding(0) var<storage, read> dy: array<${type}>;
@group(0) @binding(1) var<storage, read> x: array<${type}>;
@group(0) @binding(2) var<storage, read> scale: array<${type}>;
@group(0) @binding(3) var<storage, read> statistics: array<${type}>;
@group(0) @binding(4) var<storage, read_write> dx: array<${type}>;
@group(0) @binding(5) var<storage, read_write> dscale: array<${type}>;
@group(0) @binding(6) var<storage, read_write> dshift: array<${type}>;
@group(0) @binding(7) var<uniform> settings: Settings;
${head(layout)}
${main(layout)}
  // Reads beyond the end are clamped by WebGPU; nothing comes of them.
  let mean = statistics[2u * group.y * settings.channels + c];
  let inverse = statistics[(2u * group.y + 1u) * settings.channels + c];
  var sum = ${type}();
  var product = ${type}();
  ${walk('sum += dy[at]; product += dy[at] * (x[at] - mean) * inverse;')}
  let sumAll = total(lane, walker, sum);
  let productAll = total(lane, walker, product);
  if (!isInside) { return; }
  if (walker == 0u) {
    dshift[plane] = sumAll;
    dscale[plane] = productAll;
  }
  let factor = inverse * (scale[plane] + 1.0);
  ${walk('dx[at] = factor * (dy[at] - share * (sumAll + (x[at] - mean) * inverse * productAll));')}
}`,
  );
}

function program(name: string, layout: Layout, code: () => string): Program {
  return {
    key: [name, layout.type, layout.lanes].join(),
    code: () => code().replaceAll('WALKERS', `${layout.walkers}u`),
  };
}

function planOf(x: tf.TensorInfo, epsilon: number) {
  const [count, height, width, channels] = x.shape as [number, number, number, number];
  const vector = widthOf(channels);
  const groups = channels / vector;
  const lanes = Math.min(MAX_LANES, powerOfTwoFrom(groups));
  const layout: Layout = { type: typeOf(vector), lanes, walkers: WORKGROUP / lanes };
  const workgroups: [number, number, number] = [Math.ceil(groups / lanes), count, 1];
  return { layout, workgroups, uniforms: [u32(height * width), u32(groups), f32(epsilon)] };
}

/** x [N,H,W,C], scale and shift [N,C] -> y [N,H,W,C] and the statistics [N,2,C]: mean, 1 / deviation. */
export function adaInFused(
  x: tf.TensorInfo,
  scale: tf.TensorInfo,
  shift: tf.TensorInfo,
  epsilon: number,
): [y: tf.TensorInfo, statistics: tf.TensorInfo] {
  const { layout, workgroups, uniforms } = planOf(x, epsilon);
  const y = emptyTensor(x.shape);
  const statistics = emptyTensor([x.shape[0] as number, 2, x.shape[3] as number]);
  dispatch({
    program: forwardProgram(layout),
    reads: [x, scale, shift],
    writes: [y, statistics],
    uniforms,
    workgroups,
  });
  return [y, statistics];
}

/** The gradients of x, scale and shift, in that order. */
export function adaInGradientFused(
  dy: tf.TensorInfo,
  x: tf.TensorInfo,
  scale: tf.TensorInfo,
  statistics: tf.TensorInfo,
): [dx: tf.TensorInfo, dscale: tf.TensorInfo, dshift: tf.TensorInfo] {
  const { layout, workgroups, uniforms } = planOf(x, 0);
  const dx = emptyTensor(x.shape);
  const dscale = emptyTensor(scale.shape);
  const dshift = emptyTensor(scale.shape);
  const reads = [dy, x, scale, statistics];
  dispatch({ program: gradientProgram(layout), reads, writes: [dx, dscale, dshift], uniforms, workgroups });
  return [dx, dscale, dshift];
}
